// lists FILE WORKERS: reads the member lists of the images whose IDs are the words of FILE, by gophercloud, with so
// many workers, and says how many members there are. The cloud is that of the variables OS_*.
package main

import (
	"fmt"
	"os"
	"sync/atomic"
)

func main() {
	workers := number(os.Args[2])
	client := images(workers)
	var found int64
	each(words(os.Args[1]), workers, func(image string) {
		atomic.AddInt64(&found, int64(len(list(client, image))))
	})
	fmt.Println(found, "members")
}
