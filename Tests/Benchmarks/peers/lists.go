// lists FILE WORKERS: reads the member lists of the images whose IDs are the lines of FILE, by gophercloud, with so
// many workers, and says how many members there are. The cloud is that of the variables OS_*.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/members"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	workers, err := strconv.Atoi(os.Args[2])
	check(err)
	client := images(workers)

	queue := make(chan string, workers)
	var found int64
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for image := range queue {
				// Not members.List, whose pages are decoded three times.
				var list struct{ Members []members.Member }
				_, err := client.Get(client.ServiceURL("images", image, "members"), &list, nil)
				check(err)
				atomic.AddInt64(&found, int64(len(list.Members)))
			}
		}()
	}
	for _, image := range strings.Fields(string(text)) {
		queue <- image
	}
	close(queue)
	group.Wait()
	fmt.Println(found, "members")
}

// The image service. Go keeps two idle connections a host unless told: one a worker is fair.
func images(workers int) *gophercloud.ServiceClient {
	options, err := openstack.AuthOptionsFromEnv()
	check(err)
	provider, err := openstack.NewClient(options.IdentityEndpoint)
	check(err)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = workers
	provider.HTTPClient = http.Client{Transport: transport}
	check(openstack.Authenticate(provider, options))
	client, err := openstack.NewImageServiceV2(provider, gophercloud.EndpointOpts{Region: os.Getenv("OS_REGION_NAME")})
	check(err)
	return client
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
