package tuwen_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tuwen/tuwen/"

// arrows says which of our packages each one may import, and why. What is not
// here is not allowed; a package that is not here needs a decision record first.
// A folder below one of these belongs to it. Tests are free where they need the
// whole (testkit), but those of the client packages are not.
var arrows = map[string]map[string]string{
	"wechat":          {},
	"wechat/callback": {},
	"ui":              {},
	"internal/config": {},
	"scripts/test":    {},
	"sandbox": {
		"wechat/callback": "pushes are signed and encrypted by one protocol; the client's mistakes are not inherited",
	},
	"internal/tuwen": {
		"wechat":          "data types: what WeChat answers becomes our nouns by pure rules",
		"wechat/callback": "data types: what WeChat pushes is matched by pure rules",
	},
	"internal/store": {
		"internal/tuwen": "rows become nouns",
	},
	"internal/connect": {
		"internal/tuwen": "the account and its sealed secrets",
		"internal/store": "the shared token, its lease, and the counted calls",
		"wechat":         "the only place where a client is made",
	},
	"internal/job": {
		"internal/tuwen": "arguments are nouns",
		"internal/store": "a job is inserted in the transaction that needs it",
	},
	"internal/mirror": {
		"internal/tuwen":   "rules of a sweep",
		"internal/store":   "page and checkpoint commit together",
		"internal/connect": "authorized calls within the budget",
		"internal/job":     "a run is a job that resumes",
		"wechat":           "answers and error codes; never a client",
	},
	"internal/outbox": {
		"internal/tuwen":   "rules of sending",
		"internal/store":   "a send is a row before it is a call",
		"internal/connect": "authorized calls within the budget",
		"internal/job":     "all that leaves is a job",
		"wechat":           "answers and error codes; never a client",
	},
	"internal/inbox": {
		"internal/tuwen":  "rules of matching",
		"internal/store":  "an event and its reply commit together",
		"internal/job":    "what cannot be answered passively",
		"wechat/callback": "verify, decrypt, parse, reply; no call can be made within WeChat's five seconds",
	},
	"internal/journey": {
		"internal/tuwen":   "rules of steps",
		"internal/store":   "due rows and their leases",
		"internal/connect": "authorized calls within the budget",
		"internal/job":     "sends become jobs",
		"wechat":           "answers and error codes; never a client",
	},
	"internal/desk": {
		"internal/tuwen":   "the nouns that operators act on",
		"internal/store":   "every action is a transaction and an audit entry",
		"internal/connect": "what is read live",
		"internal/job":     "what goes on after the answer",
		"internal/mirror":  "starting and steering a sync",
		"wechat":           "answers and error codes; never a client",
	},
	"internal/web": {
		"internal/tuwen": "bodies are the nouns",
		"internal/desk":  "the only way to act, so that quota and audit cannot be passed by",
		"ui":             "the built screens",
	},
	"internal/testkit": anything("the environment of tests"),
	"bench":            anything("measurements of the whole"),
	"cmd/tuwen":        anything("wiring", "internal/testkit", "bench"),
}

// makers are the packages that may make a WeChat client outside of tests.
var makers = map[string]string{
	"wechat":           "it is defined there",
	"internal/connect": "every call carries the shared token and spends the budget",
	"internal/testkit": "tests ask the sandbox as a stranger would",
	"bench":            "the network floor is measured without us",
}

// banned are imports that a package must not have, standard library included.
var banned = map[string]map[string]string{
	"internal/tuwen": {
		"database/sql": "rules are pure: rows are the store's",
		"net/http":     "rules are pure: input and output are at the edge",
	},
}

// subjectless are names that say nothing about what a package is for.
var subjectless = []string{
	"util", "utils", "common", "helper", "helpers", "base", "model", "models", "type", "types", "misc", "shared", "lib",
}

// anything allows every package of ours but the given ones.
func anything(reason string, but ...string) map[string]string {
	allowed := map[string]string{"*": reason}
	for _, name := range but {
		allowed["!"+name] = reason
	}
	return allowed
}

// A pkg is a folder with Go files other than tests.
type pkg struct {
	path       string // from the root of the module
	name       string
	documented bool
	files      []string // without tests
	imports    []string // of files
	inTests    []string // imports of its tests
}

// home is the entry of arrows to which the package belongs, or "".
func home(of string) string {
	for p := of; p != "."; p = path.Dir(p) {
		if _, ok := arrows[p]; ok {
			return p
		}
	}
	return ""
}

// ours reads all packages of the module. It opens the files itself, rather than
// asking go list, so that the go command knows on what a cached result depends.
func ours(t *testing.T) []pkg {
	t.Helper()
	byDir := map[string]*pkg{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && file != "." && (name[0] == '.' || name == "node_modules" || name == "testdata" || file == "data") {
			return fs.SkipDir
		}
		dir := path.Dir(filepath.ToSlash(file))
		if entry.IsDir() || path.Ext(name) != ".go" || dir == "." {
			return nil
		}
		if byDir[dir] == nil {
			byDir[dir] = &pkg{path: dir}
		}
		return byDir[dir].add(file)
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for _, dir := range slices.Sorted(maps.Keys(byDir)) {
		if len(byDir[dir].files) > 0 {
			all = append(all, *byDir[dir])
		}
	}
	if len(all) == 0 {
		t.Fatal("found no package of ours")
	}
	return all
}

func (p *pkg) add(file string) error {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	into := &p.imports
	if strings.HasSuffix(file, "_test.go") {
		into = &p.inTests
	} else {
		p.files = append(p.files, file)
		p.name = tree.Name.Name
		// Generated code cannot speak for itself; its header says what it is made from.
		p.documented = p.documented || strings.TrimSpace(tree.Doc.Text()) != "" || ast.IsGenerated(tree)
	}
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if !slices.Contains(*into, imported) {
			*into = append(*into, imported)
		}
	}
	return nil
}

func TestImportsFollowArrows(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		from := home(p.path)
		if from == "" {
			t.Errorf("%s is not among the packages of arrows: a new package needs a decision record", p.path)
			continue
		}
		for _, imported := range p.imports {
			to, isOurs := strings.CutPrefix(imported, module)
			if isOurs && !mayImport(from, to) {
				t.Errorf("%s imports %s, which is not among its arrows %v", p.path, to, slices.Sorted(maps.Keys(arrows[from])))
			}
			if why := banned[from][imported]; why != "" {
				t.Errorf("%s imports %s: %s", p.path, imported, why)
			}
		}
	}
}

func mayImport(from, to string) bool {
	allowed, target := arrows[from], home(to)
	if target == from {
		return true
	}
	if _, not := allowed["!"+target]; not {
		return false
	}
	if _, all := allowed["*"]; all {
		return true
	}
	// What lies below another package is its own affair.
	_, ok := allowed[to]
	return ok
}

func TestClientPackagesNeedOnlyTheStandardLibrary(t *testing.T) {
	t.Parallel()
	helpers := []string{"github.com/google/go-cmp/", "pgregory.net/rapid"}
	for _, p := range ours(t) {
		from := home(p.path)
		if from != "wechat" && from != "wechat/callback" {
			continue
		}
		for _, imported := range p.imports {
			if foreign(imported) {
				t.Errorf("%s imports %s: whoever takes it would have to take that too", p.path, imported)
			}
		}
		for _, imported := range p.inTests {
			known := slices.ContainsFunc(helpers, func(prefix string) bool { return strings.HasPrefix(imported, prefix) })
			if foreign(imported) && !known {
				t.Errorf("tests of %s import %s", p.path, imported)
			}
			if to, isOurs := strings.CutPrefix(imported, module); isOurs && !mayImport(from, to) {
				t.Errorf("tests of %s import %s, which is not among its arrows", p.path, to)
			}
		}
	}
}

// foreign tells whether an import is neither ours nor the standard library's.
func foreign(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".") && !strings.HasPrefix(imported, module)
}

func TestPackagesAreNamedAfterSubjects(t *testing.T) {
	t.Parallel()
	bad := slices.Clone(subjectless)
	std, err := exec.Command("go", "list", "-f", "{{.Name}}", "std").Output()
	if err != nil {
		t.Fatalf("go list std: %v", err)
	}
	for _, name := range strings.Fields(string(std)) {
		for _, suffix := range []string{"x", "util", "utils", "helper", "helpers"} {
			bad = append(bad, name+suffix)
		}
	}
	for _, p := range ours(t) {
		for _, name := range slices.Compact([]string{p.name, path.Base(p.path)}) {
			if slices.Contains(bad, name) {
				t.Errorf("%s is named %q: put it beside its one user, or into the type", p.path, name)
			}
		}
	}
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if !p.documented {
			t.Errorf("%s has no package comment", p.path)
		}
	}
}

func TestOnlyConnectMakesClients(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if _, ok := makers[home(p.path)]; ok || !slices.Contains(p.imports, module+"wechat") {
			continue
		}
		for _, file := range p.files {
			for _, pos := range clientsMade(t, file) {
				t.Errorf("%s makes a WeChat client at %s; only these may: %v", p.path, pos, slices.Sorted(maps.Keys(makers)))
			}
		}
	}
}

// clientsMade finds wechat.New and wechat.Client used otherwise than as a
// pointer's type.
func clientsMade(t *testing.T, file string) []string {
	t.Helper()
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	local := ""
	for _, spec := range tree.Imports {
		if at, err := strconv.Unquote(spec.Path.Value); err == nil && at == module+"wechat" {
			local = "wechat"
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	isWeChat := func(n ast.Node, name string) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != name {
			return false
		}
		x, ok := sel.X.(*ast.Ident)
		return ok && x.Name == local
	}
	var made []string
	ast.Inspect(tree, func(n ast.Node) bool {
		if star, ok := n.(*ast.StarExpr); ok && isWeChat(star.X, "Client") {
			return false
		}
		if n != nil && (isWeChat(n, "New") || isWeChat(n, "Client")) {
			made = append(made, fset.Position(n.Pos()).String())
		}
		return true
	})
	return made
}
