// shares IMAGES MEMBERS WORKERS: shares each image of one file with each project of the other by gophercloud, with so
// many workers: reads all lists, then adds those that are missing, and says how many. The cloud is that of the variables
// OS_*.
package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/members"
)

func main() {
	all, projects, workers := words(os.Args[1]), words(os.Args[2]), number(os.Args[3])
	client := images(workers)
	var there sync.Map
	each(all, workers, func(image string) {
		known := map[string]bool{}
		for _, member := range list(client, image) {
			known[member.MemberID] = true
		}
		there.Store(image, known)
	})
	var added int64
	each(all, workers, func(image string) {
		known, _ := there.Load(image)
		for _, project := range projects {
			if !known.(map[string]bool)[project] {
				_, err := members.Create(client, image, project).Extract()
				check(err)
				atomic.AddInt64(&added, 1)
			}
		}
	})
	fmt.Println(added, "added")
}
