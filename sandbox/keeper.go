package sandbox

type keeper struct{}

func openKeeper(dir string, s *Sandbox) (*keeper, error) { return &keeper{}, nil }
func (k *keeper) touch()                                 {}
func (k *keeper) close() error                           { return nil }
