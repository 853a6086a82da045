package tuwen_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// What is left to do is to choose: articles, tags, a time.
func TestTemplatesLackOnlyWhatIsToBeChosen(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"welcome": {"article send_empty", "tag tag_none", "silent tag_none"},
		"scan":    {"welcome send_empty", "tag tag_none"},
		"keyword": {"first send_empty", "second send_empty", "done tag_none"},
		"menu":    {"article send_empty", "more send_empty", "more send_doubtful?"},
		"holiday": {"trigger_tag_none", "trigger_time", "greeting send_doubtful?", "article send_empty", "article send_doubtful?"},
	}
	got := map[string][]string{}
	for _, x := range tuwen.JourneyTemplates() {
		if err := x.Graph.Shape(); err != nil {
			t.Errorf("%s has no shape: %v", x.ID, err)
		}
		got[x.ID] = told(x.Graph.Problems(terms()))
		one, err := tuwen.JourneyTemplateOf(x.ID)
		if diff := cmp.Diff(x, one); err != nil || diff != "" {
			t.Errorf("by its id: %v %s", err, diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if _, err := tuwen.JourneyTemplateOf("x"); tuwen.KindOf(err) != tuwen.NotFound {
		t.Errorf("unknown: %v", err)
	}
}
