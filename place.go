package sitrep

// Method is how a place was found: what in the text made it this place.
type Method string

// The methods, from the surest to the vaguest.
const (
	MethodParent      Method = "parent"      // a containing place stands beside the name: "X, Y", "X in Y"
	MethodExact       Method = "exact"       // the name is spelt as in the gazetteer, and no larger namesake had to yield
	MethodContext     Method = "context"     // of several namesakes the one near other places and countries of the text
	MethodSpelling    Method = "spelling"    // only a looser spelling of the name is in the gazetteer
	MethodRelative    Method = "relative"    // said off a name: "near X", "30 km south of X"
	MethodBetween     Method = "between"     // on the way from one name to another
	MethodPart        Method = "part"        // a part of a name: "southern X", "X's east"
	MethodDescription Method = "description" // no name: "the capital", "the south"
	MethodContainer   Method = "container"   // no gazetteer has the name; the place is the one that the text says contains it
	MethodAdjective   Method = "adjective"   // the adjective of a country or its people
)

// seaKind is the kind of a place that is international waters.
const seaKind = "sea"

// limitedKm is the radius up to which UCDP calls an area limited around a point.
const limitedKm = 25

// WherePrec is UCDP GED's where_prec, after its codebook: 1 the exact place, 2 a
// limited area of about 25 km around a known point, 3 a second-order unit, 4 a
// first-order unit, 5 a larger or linear or vague area, 6 the country only, 7
// international waters. A neighbourhood with a wider radius is a 5. 0 when the
// precision is not known.
func (p *Place) WherePrec() int {
	switch p.Precision {
	case PrecSite, PrecTown:
		return 1
	case PrecNear:
		if p.RadiusKm <= limitedKm {
			return 2
		}
		return 5
	case PrecAdmin2:
		return 3
	case PrecAdmin1:
		return 4
	case PrecRegion:
		if p.Kind == seaKind {
			return 7
		}
		return 5
	case PrecCountry:
		return 6
	}
	return 0
}

// GeoPrecision is ACLED's geo_precision, after its codebook: 1 a named place, 2 a
// small part of a region or near a place, 3 a larger region. 0 for what ACLED
// does not code: whole countries, seas, unknown places. Units of second order
// and landscapes count as 3, which is our rule.
func (p *Place) GeoPrecision() int {
	switch p.WherePrec() {
	case 1:
		return 1
	case 2:
		return 2
	case 3, 4, 5:
		return 3
	}
	return 0
}

// ActionGeoType is GDELT's ActionGeo_Type, after its event codebook: 1 a
// country, 2 a state of the home country, 3 a city of the home country, 4 a city
// elsewhere, 5 a unit elsewhere, 0 none. GDELT's home country is the one whose
// first-order units it counts as states; home says that the place lies there.
// A place near a city has the type of the city, and a landscape that lies in one
// first-order unit that of a unit, else that of its country; a sea and a
// landscape of several countries have none, which is our rule.
func (p *Place) ActionGeoType(home bool) int {
	switch p.Precision {
	case PrecSite, PrecTown, PrecNear:
		if home {
			return 3
		}
		return 4
	case PrecAdmin1:
		if home {
			return 2
		}
		return 5
	case PrecAdmin2:
		return 5
	case PrecRegion:
		switch {
		case p.Country == "" || p.Kind == seaKind:
			return 0
		case p.Admin1 != "":
			return 5
		}
		return 1
	case PrecCountry:
		return 1
	}
	return 0
}

// Graded is the place with the published codes of its precision filled in.
// For home see [Place.ActionGeoType].
func (p Place) Graded(home bool) Place {
	p.UCDPPrec, p.ACLEDPrec, p.GDELTType = p.WherePrec(), p.GeoPrecision(), p.ActionGeoType(home)
	return p
}
