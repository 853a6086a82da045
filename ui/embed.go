// Package ui is the built console as a file system, for internal/web to serve.
//
// The folder dist is written by "npm run build" in this directory and is not
// committed: a fresh checkout holds only dist/.gitkeep, so the Go tree builds
// and tests without Node, and FS then has no dist/index.html. This package
// holds no behavior; how the files are served (caching, compression, content
// security policy) is decided in internal/web.
package ui

import "embed"

// FS holds the built console under the folder "dist". FS is read-only and safe
// for concurrent use. When the console has not been built, dist/index.html does
// not exist in it; callers must expect fs.ErrNotExist and say so to the reader.
//
//go:embed all:dist
var FS embed.FS

// NoncePlaceholder is the text that stands in dist/index.html where the content
// security policy's nonce belongs. The server replaces every occurrence with the
// nonce of that one answer; the page gives it to each style element it makes.
const NoncePlaceholder = "__CSP_NONCE__"
