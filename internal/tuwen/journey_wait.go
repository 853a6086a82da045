package tuwen

import "time"

// Until returns until when who comes to the step at now waits there: a time of
// Beijing. It is now, or past, where there is nothing to wait for.
func (w *Wait) Until(now time.Time) time.Time {
	switch w.Kind {
	case WaitDuration:
		until := now.Add(time.Duration(w.Seconds) * time.Second)
		if minute, err := minuteOf(w.At, -1); err == nil && minute >= 0 {
			return clockTime(until, minute)
		}
		return until
	case WaitTimeOfDay:
		if minute, err := minuteOf(w.At, -1); err == nil && minute >= 0 {
			return clockTime(now.Add(1), minute)
		}
	case WaitDate:
		if w.Date != nil {
			return *w.Date
		}
	case WaitEvent:
		return now.Add(time.Duration(w.DeadlineSeconds) * time.Second)
	}
	return now
}

// awaits is the event that ends the wait before its time, nil for none.
func (w *Wait) awaits() *EventFilter {
	if w.Kind != WaitEvent {
		return nil
	}
	return w.Event
}

// clockTime returns the first time at or after t when the Beijing clock shows a
// minute of the day.
func clockTime(t time.Time, minute int) time.Time {
	b := Beijing(t)
	at := time.Date(b.Year(), b.Month(), b.Day(), 0, minute, 0, 0, beijing)
	if at.Before(t) {
		at = at.AddDate(0, 0, 1)
	}
	return at.UTC()
}

// Over reports whether now is in the quiet hours, and when they end. Those of
// which a time is wrong are never, as are those without any length.
func (q *QuietHours) Over(now time.Time) (until time.Time, quiet bool) {
	from, err := minuteOf(q.From, -1)
	if err != nil || from < 0 {
		return time.Time{}, false
	}
	end, err := minuteOf(q.Until, -1)
	if err != nil || end < 0 || end == from {
		return time.Time{}, false
	}
	b := Beijing(now)
	minute := b.Hour()*60 + b.Minute()
	if from < end {
		quiet = from <= minute && minute < end
	} else {
		quiet = minute >= from || minute < end
	}
	if !quiet {
		return time.Time{}, false
	}
	return clockTime(now, end), true
}

// NextRun returns the first run of a schedule after a time, and false where
// none is to come. One that runs now has none: it runs when it is started.
func (t *Trigger) NextRun(after time.Time) (time.Time, bool) {
	if t.Kind != TriggerSchedule {
		return time.Time{}, false
	}
	if t.Repeat == RepeatOnce {
		if t.At == nil || !t.At.After(after) {
			return time.Time{}, false
		}
		return t.At.UTC(), true
	}
	minute, err := minuteOf(t.Time, -1)
	if err != nil || minute < 0 || t.Repeat == RepeatNow {
		return time.Time{}, false
	}
	b := Beijing(after)
	for day := range 63 { // two months and a day have every day of a month
		at := time.Date(b.Year(), b.Month(), b.Day()+day, 0, minute, 0, 0, beijing)
		if at.After(after) && t.runsOn(at) {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// runsOn reports whether a schedule that repeats runs on the day.
func (t *Trigger) runsOn(day time.Time) bool {
	switch t.Repeat {
	case RepeatDaily:
		return true
	case RepeatWeekly:
		for _, d := range t.Weekdays {
			if d == (int(day.Weekday())+6)%7+1 {
				return true
			}
		}
	case RepeatMonthly:
		last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, beijing).Day()
		return t.MonthDay > 0 && day.Day() == min(t.MonthDay, last)
	}
	return false
}
