package report_test

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// messyPage is a news page with most of what stands around articles.
const messyPage = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Ferry convoy reaches Olan after week at sea | Harbour Courier</title>
<meta property="og:title" content="Ferry convoy reaches Olan after week at sea">
<meta property="og:site_name" content="Harbour Courier">
<meta property="article:published_time" content="2021-05-04T10:15:00+03:00">
<link rel="canonical" href="https://courier.example/2021/05/ferry-convoy">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"Ferry convoy","datePublished":"2021-05-04T10:15:00+03:00","author":[{"@type":"Person","name":"Mira Tal"},{"@type":"Person","name":"J. Oke"}],"publisher":{"@type":"Organization","name":"Harbour Courier"}}]}</script>
<style>p{color:red}</style></head>
<body class="has-newsletter single-post no-comments">
<div id="cookie-notice">We use cookies and 300 partners. <button>Accept</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/war">War in the north</a></li></ul></nav></header>
<main><article class="post related-none">
<h1>Ferry convoy reaches Olan after week at sea</h1>
<div class="byline">By Mira Tal and J. Oke</div>
<figure><img src="a.jpg" alt="ferry"><figcaption>A ferry that sank in 2009, killing 80. Photo: Harbour Courier archive</figcaption></figure>
<p>Three ferries carrying flour and medicine entered the besieged port of Olan on Tuesday, a week after they had set out from the mainland under the flag of the relief agency.</p>
<p><strong><a href="/raid">Also read: Army kills twenty in border raid</a></strong></p>
<h2>Shells fell near the pier</h2>
<p>The harbour master, Sela Brandt, said that two shells had fallen into the water while the crews were unloading. Nobody was hurt, she&nbsp;said. pic.twitter.com/AbCdEf123</p>
<ul><li>The first ferry carried 400 tonnes of flour.</li><li>The second carried insulin and blood bags.</li></ul>
<blockquote class="twitter-tweet"><p>We made it. Flour for ten thousand families is on the pier tonight.</p>&mdash; Relief Desk (@reliefdesk) <a href="#">May 4, 2021</a></blockquote>
<div class="related-links"><h3>Related</h3><p>Governor shot dead in his garden last night, police say</p></div>
<p>The governor of the province thanked the crews and asked the agency to send another convoy before the end of the month, when stocks of fuel are expected to run out.</p>
<p>Watch: <a href="/v">Missile strikes harbour crane</a></p>
<div class="newsletter-signup"><p>Sign up to get the morning briefing in your inbox</p></div>
</article></main>
<section id="comments" class="commentsArea"><h3>2 comments</h3><p>gullwing: they bombed the whole pier I saw it myself</p><form><label>Name</label><input></form></section>
<aside><h3>Most read</h3><ul><li><a href="/1">Ten die in mine blast</a></li></ul></aside>
<footer><p>© Harbour Courier. Follow us on every platform there is.</p></footer>
</body></html>`

// livePage has its text in short sections under the times of day.
const livePage = `<html><head><title>Olan siege live: port reopens - Harbour Courier</title>
<meta name="date" content="2021-05-04T18:40:00Z"></head><body>
<header><a href="/">Courier</a> <a href="/live">Live</a></header>
<h1>Olan siege live: port reopens</h1>
<p>Live coverage of Tuesday. All times local. Newest first.</p>
<div class="entries">
<section><h3>17:05</h3><p>The relief agency says that a second convoy will leave the mainland on Friday.</p></section>
<section><h3>14:30</h3><p>Two shells have fallen into the harbour. Nobody was hurt.</p></section>
<section><h3>09:10</h3><p>Three ferries have entered the port. Crowds on the pier are cheering.</p></section>
</div>
<div class="promo">Play our war game today and destroy your enemies.</div></body></html>`

func TestMessyPage(t *testing.T) {
	rep := one(t, messyPage)
	if rep.Title != "Ferry convoy reaches Olan after week at sea" || rep.Publisher != "Harbour Courier" ||
		rep.Byline != "Mira Tal, J. Oke" || rep.URL != "https://courier.example/2021/05/ferry-convoy" || rep.Language != "en" {
		t.Errorf("fields: %q %q %q %q %q", rep.Title, rep.Publisher, rep.Byline, rep.URL, rep.Language)
	}
	if _, offset := rep.Published.Time.Zone(); rep.Published.String() != "2021-05-04T07:15:00Z" || offset != 3*3600 {
		t.Errorf("published %v", rep.Published.Time)
	}
	got := outline(rep)
	for _, want := range []string{
		"para: Three ferries carrying flour", "heading: Shells fell near the pier", "Nobody was hurt, she said.",
		"item: The first ferry carried 400 tonnes of flour.", "item: The second carried", "para: The governor of the province thanked",
		"quote: We made it. Flour for ten thousand families is on the pier tonight.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, never := range []string{
		"Army kills twenty", "pic.twitter", "killing 80", "Governor shot", "Missile strikes", "morning briefing", "gullwing", "mine blast",
		"cookies", "War in the north", "Follow us", "(@reliefdesk)", "2 comments", "Most read",
	} {
		if strings.Contains(got, never) {
			t.Errorf("%q is in a block of\n%s", never, got)
		}
	}
	for _, b := range rep.Blocks {
		if b.Kind == sitrep.Quote && (b.Speaker != "Relief Desk" || b.Said.String() != "2021-05-04") {
			t.Errorf("quotation by %q at %q", b.Speaker, b.Said)
		}
	}
}

func TestLivePage(t *testing.T) {
	rep := one(t, livePage)
	want := `para: Live coverage of Tuesday. All times local. Newest first.
heading: 17:05
para: The relief agency says that a second convoy will leave the mainland on Friday.
heading: 14:30
para: Two shells have fallen into the harbour. Nobody was hurt.
heading: 09:10
para: Three ferries have entered the port. Crowds on the pier are cheering.`
	if got := outline(rep); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if rep.Title != "Olan siege live: port reopens" || rep.Publisher != "Harbour Courier" || rep.Published.String() != "2021-05-04T18:40:00Z" {
		t.Errorf("fields: %q %q %q", rep.Title, rep.Publisher, rep.Published)
	}
}

func TestPages(t *testing.T) {
	const body = "<p>Three ferries entered the besieged port of Olan on Tuesday, a week after they had set out.</p><p>Nobody was hurt, the harbour master said.</p>"
	const want = "para: Three ferries entered the besieged port of Olan on Tuesday, a week after they had set out.\npara: Nobody was hurt, the harbour master said."
	for name, page := range map[string]string{
		"bare":            body,
		"in a form":       "<html><body><form id=aspnet>" + body + "</form></body></html>",
		"marked body":     "<html><body class='has-sidebar menu'><div class='content share-on'>" + body + "</div><div class=sidebar><p>Other news of the day is here for you.</p></div></body></html>",
		"breaks":          "<html><body><div>Three ferries entered the besieged port of Olan on Tuesday, a week after they had set out.<br><br>Nobody was hurt, the harbour master said.</div></body></html>",
		"comment first":   "<!-- generated --><html><body>" + body + "</body></html>",
		"noscript":        "<html><body><noscript><p>Turn on scripts, or the rebels win this war.</p></noscript>" + body + "</body></html>",
		"windows-1252":    "<html><head><meta charset=windows-1252></head><body>" + body + "</body></html>",
		"photo and label": "<html><body>" + body + "<p>Photo: Harbour Courier</p><p>Tags: siege, ferry</p></body></html>",
		"form words":      "<html><body>" + body + "<h3>Leave a reply</h3><p>Enter your name</p></body></html>",
	} {
		if got := outline(one(t, page)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	rep := one(t, "<html><head><meta charset=iso-8859-1><title>x</title></head><body><p>The caf\xe9 of S\xe3o was hit on Monday, and nobody died.</p></body></html>")
	if !strings.Contains(rep.Text, "café of São") {
		t.Errorf("Latin-1 page: %q", rep.Text)
	}
}

func TestPageTimes(t *testing.T) {
	const body = "</head><body><p>Three ferries entered the besieged port of Olan on Tuesday, the harbour master said.</p>"
	for head, want := range map[string]string{
		`<meta property="article:published_time" content="2021-05-04T10:15:00+03:00">`:                                                "2021-05-04T07:15:00Z",
		`<meta name="article:published_time" content="2021-05-04T10:15:00Z">`:                                                         "2021-05-04T10:15:00Z",
		`<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2021-05-04T10:15:00-0500"}]</script>`:            "2021-05-04T15:15:00Z",
		`<meta name="date" content="2021-05-04"><script type="application/ld+json">{"datePublished":"2021-05-04T08:00:00Z"}</script>`: "2021-05-04T08:00:00Z",
		`<meta name="dc.date" content="2021-05-04">`:                                                                                  "2021-05-04",
		`<script type="application/ld+json">{"datePublished":</script>`:                                                               "",
	} {
		rep := one(t, "<html><head>"+head+body)
		if got := rep.Published.String(); got != want {
			t.Errorf("%s: published %q, want %q", head, got, want)
		}
	}
	rep := one(t, "<html><head>"+body+`<time datetime="2021-05-04T10:15:00+03:00">4 May</time>`)
	if got := rep.Published.String(); got != "2021-05-04T07:15:00Z" {
		t.Errorf("time element: %q", got)
	}
	_, faults := read(t, `<html><head><meta property="article:published_time" content="soon">`+body)
	if len(faults) != 1 || !strings.Contains(faults[0], `"soon"`) {
		t.Errorf("unreadable time: %q", faults)
	}
}
