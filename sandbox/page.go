package sandbox

import "net/http"

func (s *Sandbox) servePage(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
func (s *Sandbox) routeConsole(mux *http.ServeMux)                  {}
