package web

import (
	"fmt"
	"net/http"

	"github.com/tuwen/tuwen/internal/desk"
)

// OpenAPI returns the description of the HTTP API as YAML, the content of
// api/openapi.yaml. It is the same for the same code.
func OpenAPI() ([]byte, error) {
	a := newAPI(http.NewServeMux(), &api{desk: &desk.Desk{}})
	b, err := a.OpenAPI().YAML()
	if err != nil {
		return nil, fmt.Errorf("write the description of the API: %w", err)
	}
	return b, nil
}
