/* timed FILE COMMAND…: runs a command and writes its wall clock and CPU in seconds and its peak memory in kilobytes to
 * FILE; ends as the command does.
 *
 * Not Python's wait4: between fork and exec a child is as large as its parent, and that size, and the time that it
 * takes to copy the parent's page tables, are counted as the command's. This parent is small. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **words) {
    if (count < 3) return 64;
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    pid_t child = fork();
    if (child < 0) return perror("fork"), 71;
    if (child == 0) {
        execvp(words[2], words + 2);
        perror(words[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) return perror("wait4"), 71;
    clock_gettime(CLOCK_MONOTONIC, &ended);

    FILE *file = fopen(words[1], "w");
    if (!file) return perror(words[1]), 73;
    double wall = (ended.tv_sec - began.tv_sec) + (ended.tv_nsec - began.tv_nsec) / 1e9;
    fprintf(file, "%.6f %.6f %ld\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
    if (fclose(file) != 0) return perror(words[1]), 74;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
