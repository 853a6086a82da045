package tuwen

import "time"

// SendRefusal is what WeChat's refusal of a customer-service message means.
type SendRefusal struct {
	// Reason is why the message is unsent, a reason of a [Message].
	Reason string
	// Again tells that WeChat took it for now only not: [RetryMessage] says
	// when to try.
	Again bool
	// All tells that whatever else is planned for the contact would be refused
	// likewise.
	All bool
	// Closes tells that the window is over; it comes with All.
	Closes bool
	// Lost tells that what the message names is no more.
	Lost bool
}

// RefusedMessage returns what an errcode means for a customer-service message.
// Only two are refusals for now, -1 and 45011. A code unknown here is final:
// nothing is sent again that nobody understands.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
func RefusedMessage(errcode int) SendRefusal {
	switch errcode {
	case -1, 45011:
		return SendRefusal{Reason: "refused", Again: true}
	case ErrcodeWindowOver:
		return SendRefusal{Reason: "window_closed", All: true, Closes: true}
	case ErrcodeAllowanceUsed:
		return SendRefusal{Reason: "allowance", All: true, Closes: true}
	case 40003, 43004, 46004, 50005:
		return SendRefusal{Reason: "unfollowed", All: true}
	case 48001, 40200, 50001:
		return SendRefusal{Reason: "no_permission", All: true}
	case 45009:
		return SendRefusal{Reason: "quota", All: true}
	case 40007, 53600:
		return SendRefusal{Reason: "gone", Lost: true}
	}
	return SendRefusal{Reason: "refused"}
}

// RetryMinute is how long a message waits after 45011, the quota of a minute.
const RetryMinute = time.Minute

// retryAfter is how long to wait before each new try; the last holds for all
// that follow.
var retryAfter = []time.Duration{
	time.Second, 3 * time.Second, 10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute,
}

// RetryAfter returns how long what WeChat refused for now waits in the
// background before it is tried again, after so many earlier tries.
func RetryAfter(tries int) time.Duration { return retryAfter[min(max(tries, 0), len(retryAfter)-1)] }

// minRetry is the shortest wait that is worth while where a longer one would
// be too late.
const minRetry = 5 * time.Second

// RetryMessage returns when a message that was refused for now with an errcode,
// after so many earlier tries, is tried again, and false where that would be
// too late: not before until, when its window closes. Where the wait would
// outlast the window it is half of what is left.
func RetryMessage(errcode, tries int, now, until time.Time) (time.Time, bool) {
	wait := RetryAfter(tries)
	if errcode == 45011 {
		wait = RetryMinute
	}
	if left := until.Sub(now); wait >= left && left/2 >= minRetry {
		wait = left / 2
	}
	at := now.Add(wait)
	return at, at.Before(until)
}
