package main

import (
	"fmt"
	"runtime/debug"
)

// version is set by the release build; else the module's version, or the
// commit, stands in.
var version string

type versionCommand struct{}

func (versionCommand) Run(io streams) error {
	_, err := fmt.Fprintln(io.out, "tuwen", versionText())
	return err
}

func versionText() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "0.0.0+" + s.Value[:12]
		}
	}
	return "0.0.0"
}
