// posts URL IMAGES MEMBERS WORKERS: adds each project of the file MEMBERS to each image of the file IMAGES by raw posts
// to the image service at URL, with the token of OS_TOKEN: the least that adding can cost. An image has one worker at a
// time, for Glance may keep a member twice that two add at once.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

func main() {
	url, images, projects := os.Args[1], lines(os.Args[2]), lines(os.Args[3])
	workers, err := strconv.Atoi(os.Args[4])
	check(err)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = workers
	client := &http.Client{Transport: transport}

	queue := make(chan string, workers)
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for image := range queue {
				for _, project := range projects {
					add(client, url+"/v2/images/"+image+"/members", project)
				}
			}
		}()
	}
	for _, image := range images {
		queue <- image
	}
	close(queue)
	group.Wait()
	fmt.Println(len(images)*len(projects), "added")
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

func lines(name string) []string {
	text, err := os.ReadFile(name)
	check(err)
	return strings.Fields(string(text))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
