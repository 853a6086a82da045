package sandbox

import "sync"

// bell tells whoever waits that something happened. It is safe for concurrent
// use; the zero value is ready.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait returns what is closed at the next tell.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *bell) tell() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}
