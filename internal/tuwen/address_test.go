package tuwen_test

import (
	"net/netip"
	"testing"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestPublicAddressKnowsTheReservedNetworks(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"101.226.62.77": true, "::ffff:101.226.62.77": true, "::ffff:127.0.0.1": false, "2402:4e00::1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "198.18.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fd00::1": false, "ff02::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := tuwen.PublicAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v", address, got)
		}
	}
}
