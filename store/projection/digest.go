package projection

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// Digest is a hash over all that is projected of a report: its record, its claims,
// its incidents and the events it tells, with their keys and bytes.
func Digest(view store.View, report string) (uint64, error) {
	sum := xxhash.New()
	for _, kind := range []string{kindText, kindClaims, kindIncident, kindEvent} {
		ids := []string{report}
		if kind == kindIncident || kind == kindEvent {
			found, err := view.Find(kind, []uint64{event.Key("report", report)})
			if err != nil {
				return 0, err
			}
			ids = found
		}
		records, err := view.Get(kind, ids...)
		if err != nil {
			return 0, err
		}
		for _, rec := range records {
			for _, part := range []string{rec.Kind, rec.ID, rec.At, string(rec.Body)} {
				_, _ = sum.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(part))))
				_, _ = sum.WriteString(part)
			}
			slices.Sort(rec.Keys)
			for _, key := range slices.Compact(rec.Keys) {
				_, _ = sum.Write(binary.LittleEndian.AppendUint64(nil, key))
			}
		}
	}
	return sum.Sum64(), nil
}

// Counts is how many incidents and events are projected.
func Counts(view store.View) (incidents, events int, err error) {
	if incidents, err = view.Count(kindIncident); err != nil {
		return 0, 0, err
	}
	events, err = view.Count(kindEvent)
	return incidents, events, err
}

// Faults calls each for what is wrong with the projection of a report: the latest
// version of rep with the claims of its codings by coder.
func Faults(view store.View, rep store.Report, codings map[string][]sitrep.Claim, each func(item, fault string)) error {
	known, err := texts(view, []string{rep.Report.ID})
	if err != nil {
		return err
	}
	t, ok := known[rep.Report.ID]
	claims, coded := codings[t.Coder]
	switch {
	case !ok && len(codings) > 0:
		each("report "+rep.Report.ID, "it is coded, but not projected")
		return nil
	case ok && (t.Version != rep.Version || !coded):
		each("report "+rep.Report.ID, fmt.Sprintf("version %d as coded by %q is projected, which is not that of its latest version %d", t.Version, t.Coder, rep.Version))
		return nil
	}
	listed, err := view.Get(kindClaims, rep.Report.ID)
	if err != nil {
		return err
	}
	var keys []uint64
	for i := range claims {
		keys = append(keys, event.Key("claim", claims[i].ID))
	}
	slices.Sort(keys)
	if ok && (len(listed) != 1 || !slices.Equal(sorted(listed[0].Keys), slices.Compact(keys))) {
		each("report "+rep.Report.ID, "it is not found by its claims")
	}
	return eventFaults(view, rep.Report.ID, each)
}

func sorted(keys []uint64) []uint64 {
	slices.SortFunc(keys, cmp.Compare)
	return slices.Compact(keys)
}

// eventFaults looks for the claims of the events that a report is the first of.
func eventFaults(view store.View, report string, each func(item, fault string)) error {
	ids, err := view.Find(kindEvent, []uint64{event.Key("report", report)})
	if err != nil {
		return err
	}
	records, err := view.Get(kindEvent, ids...)
	if err != nil {
		return err
	}
	for _, rec := range records {
		var ev sitrep.Event
		if err := json.Unmarshal(rec.Body, &ev); err != nil {
			each("event "+rec.ID, "its record cannot be read")
			continue
		}
		if len(ev.Reports) == 0 || ev.Reports[0] != report {
			continue
		}
		for _, id := range ev.Claims {
			of, err := reportOf(view, id)
			if err != nil {
				return err
			}
			if !slices.Contains(ev.Reports, of) {
				each("event "+ev.ID, "its claim "+id+" is in none of its reports")
			}
		}
	}
	return nil
}
