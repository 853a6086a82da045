// Package mirror keeps the console's copy of what WeChat holds: the history by
// runs that can be interrupted at any moment, the drafts and the published
// list by readings, single materials on request.
//
// A run is a row with a checkpoint; each page of the list is committed
// together with the checkpoint that follows from it. So a run goes on after a
// crash, on whatever node is alive, at the cost of the calls that were in
// flight. A run is worked in slices by jobs; a slice that lost its run to
// another one stops at its next page.
//
// Nothing here changes anything at WeChat, and nothing here deletes a note.
package mirror
