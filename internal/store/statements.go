package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

// keptStatements is how many prepared statements a connection keeps.
const keptStatements = 200

// keeping opens connections of SQLite that keep the statements they prepared,
// by their text, as those of PostgreSQL do: preparing takes SQLite longer than
// most statements take to run.
type keeping struct{ driver.Connector }

// Connect implements [driver.Connector].
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := c.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver of SQLite is another than expected"), c.Close())
	}
	return &keptConn{sqliteConn: inner, kept: map[string]*keptStmt{}}, nil
}

// sqliteConn is what the driver's connections can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keptConn is used by one goroutine at a time, as [driver.Conn] says.
type keptConn struct {
	sqliteConn
	kept map[string]*keptStmt
	uses uint64
}

type keptStmt struct {
	stmt driver.Stmt
	exec driver.StmtExecContext
	rows driver.StmtQueryContext
	used uint64 // when, counted in uses of the connection
	busy bool   // somebody reads its rows
}

// ExecContext implements [driver.ExecerContext].
func (c *keptConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.exec.ExecContext(ctx, args)
}

// QueryContext implements [driver.QueryerContext].
func (c *keptConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	r, err := s.rows.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	typed, ok := r.(sqliteRows)
	if !ok {
		return nil, errors.Join(errors.New("the rows of SQLite are others than expected"), r.Close())
	}
	s.busy = true
	return &keptRows{sqliteRows: typed, of: s}, nil
}

// Close implements [driver.Conn].
func (c *keptConn) Close() error {
	errs := make([]error, 0, len(c.kept)+1)
	for _, s := range c.kept {
		errs = append(errs, s.stmt.Close())
	}
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

// prepared returns the kept statement, nil where it is to be run without
// keeping it: while rows of the same one are being read, and what is no plain
// reading or writing, such as a PRAGMA, which may do its work when prepared.
func (c *keptConn) prepared(ctx context.Context, query string) (*keptStmt, error) {
	c.uses++
	if s, ok := c.kept[query]; ok {
		if s.busy {
			return nil, nil //nolint:nilnil // nothing is kept of this one
		}
		s.used = c.uses
		return s, nil
	}
	if !keepable(query) {
		return nil, nil //nolint:nilnil // as above
	}
	stmt, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	exec, executes := stmt.(driver.StmtExecContext)
	rows, queries := stmt.(driver.StmtQueryContext)
	if !executes || !queries {
		return nil, stmt.Close()
	}
	if len(c.kept) >= keptStatements {
		if err := c.forget(); err != nil {
			return nil, errors.Join(err, stmt.Close())
		}
	}
	s := &keptStmt{stmt: stmt, exec: exec, rows: rows, used: c.uses}
	c.kept[query] = s
	return s, nil
}

// forget closes the statement that was not used for the longest time.
func (c *keptConn) forget() error {
	oldest := ""
	for query, s := range c.kept {
		if !s.busy && (oldest == "" || s.used < c.kept[oldest].used) {
			oldest = query
		}
	}
	if oldest == "" {
		return nil
	}
	s := c.kept[oldest]
	delete(c.kept, oldest)
	return s.stmt.Close()
}

// keepable tells by the first word, after the comments that sqlc and River
// write above it.
func keepable(query string) bool {
	for {
		query = strings.TrimLeft(query, " \t\r\n")
		if !strings.HasPrefix(query, "--") {
			break
		}
		_, query, _ = strings.Cut(query, "\n")
	}
	word, _, _ := strings.Cut(query, " ")
	word, _, _ = strings.Cut(word, "\n")
	switch strings.ToUpper(word) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// sqliteRows is what the driver's rows can do.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
}

// keptRows gives the statement free when they are closed.
type keptRows struct {
	sqliteRows
	of *keptStmt
}

// Close implements [driver.Rows].
func (r *keptRows) Close() error {
	r.of.busy = false
	return r.sqliteRows.Close()
}
