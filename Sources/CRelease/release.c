#include "release.h"

// Package.swift defines it where a release is built.
#ifndef RELEASE_COMMIT
#define RELEASE_COMMIT ""
#endif

const char *release_commit(void) { return RELEASE_COMMIT; }
