package job

import "log/slog"

// Quiet is the handler that River's log goes through.
func Quiet(h slog.Handler) slog.Handler { return quiet{h} }
