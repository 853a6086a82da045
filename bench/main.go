// Command bench measures what the console promises and prints each figure
// beside its floor or its limit. Machines are noisy: compare within one run,
// on a machine that does nothing else.
//
//	make bench
//	make bench ARGS="-only sync"
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

// figure is one line of the report.
type figure struct {
	name  string
	value float64
	unit  string
	// floor is what no implementation could go below here, 0 where the
	// promise is an absolute number.
	floor float64
	// limit is the promise: on value÷floor where there is a floor, else on
	// value; 0 where nothing is promised.
	limit float64
}

func (f figure) String() string {
	s := fmt.Sprintf("%-52s %10.2f %-6s", f.name, f.value, f.unit)
	judged := f.value
	if f.floor > 0 {
		judged = f.value / f.floor
		s += fmt.Sprintf("  floor %9.2f  ratio %5.2f", f.floor, judged)
	} else {
		s += strings.Repeat(" ", 30)
	}
	if f.limit > 0 {
		word := "kept"
		if judged > f.limit {
			word = "BROKEN"
		}
		s += fmt.Sprintf("  promise %7.2f  %s", f.limit, word)
	}
	return s
}

// parts are the measurements, by the name that -only takes.
var parts = []struct {
	name string
	run  func(context.Context) ([]figure, error)
}{
	{"start", measureStart},
	{"paint", measurePaint},
	{"sync", measureSync},
	{"memory", measureMemory},
	{"list", measureList},
	{"pushes", measurePushes},
	{"followers", measureFollowers},
	{"journeys", measureJourneys},
}

func main() {
	only := flag.String("only", "", "one part: start, paint, sync, memory, list, pushes, followers or journeys")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measure(ctx, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, only string) error {
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		fmt.Println("# " + p.name)
		figures, err := p.run(ctx)
		if err != nil {
			return fmt.Errorf("measure %s: %w", p.name, err)
		}
		for _, f := range figures {
			fmt.Println(f)
		}
	}
	return nil
}
