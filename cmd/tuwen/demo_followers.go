package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const (
	// visitSetting tells that followers came to the shop once, and
	// followersSetting that the followers were synced.
	visitSetting     = "demo_visit"
	followersSetting = "demo_followers"
)

// visitors are the latest followers who come to the shop on the demo's first
// day: each scans the codes in their order, then taps the menu by the places of
// the buttons, then writes. Nobody scans a code or taps a button twice in a row,
// since two equal pushes within a second cannot be told from one and its
// repeat. Those who had left follow again by their first scan.
var visitors = []struct {
	left   bool
	scenes []string
	taps   [][2]int
	writes []string
}{
	{true, []string{counterScene, counterScene}, nil, nil},
	{false, []string{counterScene}, [][2]int{{0, 0}, {1, 0}}, nil},
	{true, []string{fairScene, counterScene}, [][2]int{{0, 1}}, []string{"今天有上新吗"}},
	{false, []string{counterScene}, [][2]int{{2, -1}, {0, 0}}, nil},
	{true, []string{fairScene}, nil, []string{"门店几点开门"}},
	{true, []string{fairScene, fairScene}, [][2]int{{0, 0}}, nil},
	{false, []string{counterScene, fairScene}, [][2]int{{0, 2}}, []string{"谢谢，茶很好喝"}},
	{true, []string{counterScene}, [][2]int{{0, 0}, {1, 0}, {1, 1}}, []string{"菜单"}},
}

// visit lets the visitors act at WeChat, which pushes here what they do as it
// pushes everything.
func (w *replyWriter) visit(ctx context.Context) error {
	control := w.box.Account(w.appID)
	latest := control.BulkCount() - 1
	for i, v := range visitors {
		openID := control.BulkOpenID(latest - i)
		if v.left {
			if _, err := control.Unfollow(ctx, openID); err != nil {
				return fmt.Errorf("let a follower leave: %w", err)
			}
		}
		for _, scene := range v.scenes {
			if _, err := control.Scan(ctx, openID, scene); err != nil {
				return err
			}
		}
		for _, place := range v.taps {
			if _, err := control.TapButton(ctx, openID, place[0], place[1]); err != nil && !errors.Is(err, sandbox.ErrNoItem) {
				return err // an operator may have published another menu meanwhile
			}
		}
		for _, text := range v.writes {
			if _, err := control.Write(ctx, openID, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// bringVisitors lets followers come to the shop of every account that has QR codes.
func (d *demo) bringVisitors(ctx context.Context) error {
	for _, a := range d.box.SampleAccounts() {
		if a.Kind != sandbox.Service {
			continue
		}
		w := &replyWriter{demo: d, appID: a.AppID}
		if err := w.visit(ctx); err != nil {
			return fmt.Errorf("let followers of %s visit the shop: %w", a.Name, err)
		}
	}
	return nil
}

// syncFollowers begins to read who follows, of the accounts that may.
func (d *demo) syncFollowers(ctx context.Context) error {
	for _, a := range d.box.SampleAccounts() {
		if !a.Verified {
			continue
		}
		_, err := d.desk.Syncs.Start(ctx, d.actor, a.AppID, tuwen.Followers, true)
		if err != nil && tuwen.CodeOf(err) != "sync.running" {
			return fmt.Errorf("sync the followers of %s: %w", a.Name, err)
		}
	}
	return nil
}
