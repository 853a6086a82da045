package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// goBench runs a benchmark of a package and returns the metrics of each
// sub-benchmark, by unit.
func goBench(ctx context.Context, pkg, pattern, times string) (names []string, metrics []map[string]float64, err error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchtime", times, "-timeout", "30m", pkg)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, nil, fmt.Errorf("%w:\n%s", err, out.String())
	}
	lines := bufio.NewScanner(&out)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		m := map[string]float64{}
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				m[fields[i+1]] = v
			}
		}
		_, name, _ := strings.Cut(fields[0], "/")
		if at := strings.LastIndex(name, "-"); at > 0 {
			name = name[:at]
		}
		names, metrics = append(names, strings.ReplaceAll(name, "_", " ")), append(metrics, m)
	}
	return names, metrics, lines.Err()
}

// measureSync is a full sync of 5,000 items of 8 kB at 80 ms a call; the
// floor is calls × latency ÷ calls in flight.
func measureSync(ctx context.Context) (figures []figure, err error) {
	names, metrics, err := goBench(ctx, "./internal/mirror", "^BenchmarkFullSync$", "1x")
	for i, m := range metrics {
		figures = append(figures, figure{
			name: "full sync of 5,000 items, " + names[i], value: m["s"], unit: "s",
			floor: m["s"] / m["×floor"], limit: 1.15,
		})
	}
	return figures, err
}

// measureList is lists and searches over 100,000 materials.
func measureList(ctx context.Context) (figures []figure, err error) {
	names, metrics, err := goBench(ctx, "./internal/store", "^BenchmarkList$", "300x")
	for i, m := range metrics {
		figures = append(figures, figure{name: names[i] + ", p99", value: m["ms-p99"], unit: "ms", limit: 20})
	}
	return figures, err
}

// measurePushes is pushes in safe mode, stored before they are answered, over
// 64 connections: 10,000 a second are 100 µs each. What an account with much
// in it takes is measured against one with little; the first figure is the
// same without storing anything.
func measurePushes(ctx context.Context) (figures []figure, err error) {
	names, metrics, err := goBench(ctx, "./internal/inbox", "^BenchmarkPushes$", "60000x")
	little := map[string]float64{}
	for i, m := range metrics {
		engine, load, loaded := strings.Cut(names[i], "/")
		each := figure{name: "a push, " + names[i], value: 1e6 / m["pushes/s"], unit: "µs"}
		switch {
		case !loaded:
		case load == "little":
			little[engine] = each.value
			each.limit = 100
		default:
			each.floor, each.limit = little[engine], 1.25
		}
		figures = append(figures, each)
		if loaded {
			figures = append(figures, figure{name: "a push, " + names[i] + ", p99", value: m["ms-p99"], unit: "ms", limit: 20})
		}
	}
	return figures, err
}

// measureFollowers is a sync of 1,000,000 followers at 80 ms a call; the floor
// is the network. It takes some minutes per engine.
func measureFollowers(ctx context.Context) (figures []figure, err error) {
	names, metrics, err := goBench(ctx, "./internal/mirror", "^BenchmarkFollowerSync$", "1x")
	for i, m := range metrics {
		figures = append(figures, figure{
			name: "sync of the followers, " + names[i], value: m["s"], unit: "s", floor: m["s"] / m["×floor"], limit: 1.15,
		})
	}
	return figures, err
}

// measureJourneys is 50,000 people who are due at once among 1,000,000 who
// wait: 5,000 a second are 200 µs each. What is sent is measured apart, to a
// WeChat that answers at once.
func measureJourneys(ctx context.Context) (figures []figure, err error) {
	names, metrics, err := goBench(ctx, "./internal/journey", "^BenchmarkJourneys$", "1x")
	for i, m := range metrics {
		figures = append(figures,
			figure{name: "looking who is due when nobody is, " + names[i], value: m["ms-idle"], unit: "ms", limit: 20},
			figure{name: "a person moved, " + names[i], value: 1e6 / m["people/s"], unit: "µs", limit: 200},
			figure{name: "a person moved who is sent something, " + names[i], value: 1e6 / m["sending/s"], unit: "µs"},
			figure{name: "a batch, " + names[i] + ", p99", value: m["ms-p99"], unit: "ms"},
			figure{name: "a message sent, " + names[i], value: 1e6 / m["sends/s"], unit: "µs"},
			figure{name: "memory that moving takes, " + names[i], value: m["MB"], unit: "MB", limit: 64},
		)
	}
	return figures, err
}
