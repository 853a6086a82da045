// Package store keeps everything: all SQL is here, one schema and one set of
// queries for SQLite and PostgreSQL.
//
// # Use
//
// Open a [DB], [DB.Migrate] it, and let [DB.Run] work beside it. Everything
// else happens inside [DB.Read] or [DB.Write]:
//
//	err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
//		m, err := tx.Materials.ByID(ctx, appID, mediaID)
//		…
//		return tx.Notes.Put(ctx, appID, note)
//	})
//
// A [Tx] holds one service per noun. It lives as long as the function it is
// given to and is for one goroutine. The inner context says that a
// transaction is open ([InTx]): nothing slow may be done with it, and no
// second transaction be opened.
//
// # Errors
//
// What is not there is a [tuwen.NotFound], what stands in the way a
// [tuwen.Conflict], a cursor nobody gave out a [tuwen.Invalid]. All else is
// wrapped and means that the database failed.
//
// # Engines
//
// SQLite has one write connection and a pool of readers; a lock file beside
// the database proves that one process works on it. PostgreSQL serves several
// nodes. What differs between the two stands in the files named dialect, and
// nowhere else.
//
// # Search
//
// A material is found by its title, digest, note and bodies. [Materials.Put]
// makes the first three findable in its own transaction and leaves the bodies
// to the indexer ([DB.Run]), whose transactions are short: eight articles of
// a page of twenty are 300,000 tokens, too many for one.
package store
