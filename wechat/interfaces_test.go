package wechat_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An apiMethod is one interface as the code or the document names it.
type apiMethod struct{ API, Method, Page string }

var pagePattern = regexp.MustCompile(`https://developers\.weixin\.qq\.com/\S+\.html`)

// declaredMethods reads the directives of this package.
func declaredMethods(t *testing.T) []apiMethod {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var methods []apiMethod
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods = append(methods, declared(t, f)...)
			}
		}
	}
	return methods
}

// declared returns the method of an interface, and fails on a method of a
// service that names none.
func declared(t *testing.T, f *ast.FuncDecl) []apiMethod {
	t.Helper()
	star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return nil
	}
	service, isService := strings.CutSuffix(star.X.(*ast.Ident).Name, "Service")
	if !isService || !f.Name.IsExported() {
		return nil
	}
	m := apiMethod{Method: service + "." + f.Name.Name, Page: pagePattern.FindString(f.Doc.Text())}
	for _, c := range f.Doc.List {
		if api, ok := strings.CutPrefix(c.Text, "//wechat:api "); ok {
			m.API = api
		}
	}
	if m.API == "" || m.Page == "" {
		t.Errorf("%s lacks its //wechat:api directive or its page's address", m.Method)
	}
	return []apiMethod{m}
}

// documentedMethods reads the table of docs/wechat.md.
func documentedMethods(t *testing.T) []apiMethod {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "docs", "wechat.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("^\\| `((?:GET|POST) /\\S+)` \\| \\[[^\\]]*\\]\\((\\S+)\\) \\| `(\\w+\\.\\w+)` \\|")
	var methods []apiMethod
	for line := range strings.Lines(string(b)) {
		if m := row.FindStringSubmatch(line); m != nil {
			methods = append(methods, apiMethod{API: m[1], Page: m[2], Method: m[3]})
		}
	}
	return methods
}

func byAPI(a, b apiMethod) int { return strings.Compare(a.API, b.API) }

func TestDocumentNamesEveryInterfaceUsed(t *testing.T) {
	t.Parallel()
	declared, documented := declaredMethods(t), documentedMethods(t)
	slices.SortFunc(declared, byAPI)
	slices.SortFunc(documented, byAPI)
	if diff := cmp.Diff(declared, documented); diff != "" {
		t.Errorf("docs/wechat.md differs from the //wechat:api directives (-code +document):\n%s", diff)
	}
}

func TestEveryInterfaceHasAGoldenCase(t *testing.T) {
	t.Parallel()
	var declared, tested []string
	for _, m := range declaredMethods(t) {
		declared = append(declared, m.API)
	}
	for _, tt := range slices.Concat(methodCases, messagingCases, menuCases, massCases) {
		tested = append(tested, tt.api)
	}
	slices.Sort(declared)
	slices.Sort(tested)
	if diff := cmp.Diff(declared, tested); diff != "" {
		t.Errorf("golden cases differ from the //wechat:api directives (-code +cases):\n%s", diff)
	}
}

// goldenNames lists the interfaces' files below testdata.
func goldenNames(t *testing.T) []string {
	t.Helper()
	var names []string
	root := os.DirFS("testdata")
	for _, dir := range []string{"cgi-bin", "datacube"} {
		err := fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(fmt.Errorf("list golden files: %w", err))
		}
	}
	return names
}
