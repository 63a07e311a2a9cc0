// The part that the programs beside it share: a session of the cloud that the variables OS_* name, and workers.
package main

import (
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/members"
)

// A client on HTTP that keeps a connection for each worker: Go keeps two a host unless told.
func connections(workers int) http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = workers
	return http.Client{Transport: transport}
}

// The image service.
func images(workers int) *gophercloud.ServiceClient {
	options, err := openstack.AuthOptionsFromEnv()
	check(err)
	provider, err := openstack.NewClient(options.IdentityEndpoint)
	check(err)
	provider.HTTPClient = connections(workers)
	check(openstack.Authenticate(provider, options))
	client, err := openstack.NewImageServiceV2(provider, gophercloud.EndpointOpts{Region: os.Getenv("OS_REGION_NAME")})
	check(err)
	return client
}

// The members of an image. Not members.List, whose pages are decoded three times.
func list(client *gophercloud.ServiceClient, image string) []members.Member {
	var list struct{ Members []members.Member }
	_, err := client.Get(client.ServiceURL("images", image, "members"), &list, nil)
	check(err)
	return list.Members
}

// Works on each image by one of so many workers: Glance may keep a member twice that two add at once.
func each(images []string, workers int, work func(image string)) {
	queue := make(chan string, workers)
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for image := range queue {
				work(image)
			}
		}()
	}
	for _, image := range images {
		queue <- image
	}
	close(queue)
	group.Wait()
}

func words(name string) []string {
	text, err := os.ReadFile(name)
	check(err)
	return strings.Fields(string(text))
}

func number(text string) int {
	number, err := strconv.Atoi(text)
	check(err)
	return number
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
