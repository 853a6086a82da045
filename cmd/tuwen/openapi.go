package main

import (
	"fmt"

	"github.com/tuwen/tuwen/internal/web"
)

type openapiCommand struct{}

func (openapiCommand) Run(io streams) error {
	doc, err := web.OpenAPI()
	if err != nil {
		return fmt.Errorf("write the API's document: %w", err)
	}
	_, err = io.out.Write(doc)
	return err
}
