package sandbox

import "net/http"

const (
	pathToken       = "/cgi-bin/token"
	pathStableToken = "/cgi-bin/stable_token"
)

// Interfaces lists the interfaces of WeChat the sandbox answers, sorted by
// path, each as "POST /cgi-bin/draft/batchget".
func Interfaces() []string { return nil }

func dailyLimit(path string) int { return 1000 }

func (s *Sandbox) routes() *http.ServeMux { return http.NewServeMux() }
