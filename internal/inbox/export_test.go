package inbox

// Waiting is how many pushes wait for a transaction.
func (in *Inbox) Waiting() int {
	in.queue.mu.Lock()
	defer in.queue.mu.Unlock()
	return len(in.queue.waiting)
}
