// posts URL IMAGES MEMBERS WORKERS: adds each project of the file MEMBERS to each image of the file IMAGES by raw posts
// to the image service at URL, with the token of OS_TOKEN: the least that adding can cost.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

func main() {
	url, all, projects, workers := os.Args[1], words(os.Args[2]), words(os.Args[3]), number(os.Args[4])
	client := connections(workers)
	each(all, workers, func(image string) {
		for _, project := range projects {
			add(&client, url+"/v2/images/"+image+"/members", project)
		}
	})
	fmt.Println(len(all)*len(projects), "added")
}

func add(client *http.Client, url, project string) {
	request, err := http.NewRequest("POST", url, strings.NewReader(`{"member":"`+project+`"}`))
	check(err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Auth-Token", os.Getenv("OS_TOKEN"))
	answer, err := client.Do(request)
	check(err)
	body, err := io.ReadAll(answer.Body)
	check(err)
	answer.Body.Close()
	if answer.StatusCode != 200 {
		log.Fatal(answer.Status, " ", string(body))
	}
}
