package connect

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// ErrPrivateAddress is why [StrangerClient] does not connect.
var ErrPrivateAddress = errors.New("the name leads to an address inside this network")

// StrangerClient returns a client for addresses that somebody else chose, with
// so many connections to a host at the most. It connects to the public
// internet only, unless private addresses are allowed: else the call fails with
// [ErrPrivateAddress]. The address is looked at when the connection is made,
// after the name was resolved, so that no answer of a name server gets around
// it. It follows no redirect, which could lead inside, and uses no proxy.
func StrangerClient(perHost int, private bool) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if !private {
		dialer.Control = publicOnly
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:           dialer.DialContext,
			TLSHandshakeTimeout:   5 * time.Second,
			ResponseHeaderTimeout: 10 * time.Second,
			MaxConnsPerHost:       perHost,
			MaxIdleConnsPerHost:   4,
			IdleConnTimeout:       30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func publicOnly(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the address: %w", err)
	}
	if !tuwen.PublicAddress(ap.Addr()) {
		return ErrPrivateAddress
	}
	return nil
}
