package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P50: changes happen within seconds that dates cannot tell apart. The clock of the application stands still. */
@ParameterizedClass
@EnumSource(names = {"JETTY", "TOMCAT"})
class WholeSecondsIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Groups: pages
            """;

    private Instant second;

    @Override
    App newApp() {
        second = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60);
        return new App(POLICIES);
    }

    /** The next whole second that no test has used. */
    private Instant nextSecond() {
        second = second.plusSeconds(10);
        return second;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 250, 499, 500, 501, 750, 998, 999})
    void P50_aChangeAtAnyOffsetIsDatedAndConfirmedToTheSecond(int offset) throws Exception {
        Instant start = nextSecond();
        app.clock.stopAt(start.plusMillis(offset));
        app.index.touch("pages");
        assertNull(get("/page/page").field("Last-Modified"), "its second has not passed");

        app.clock.stopAt(start.plusSeconds(1));
        Reply shown = get("/page/page");
        Dates date = Dates.of(shown.field("Last-Modified"));
        assertEquals(start.plusSeconds(1), date.moment().toInstant());
        assertEquals(shown.field("Date"), shown.field("Last-Modified"), "C045");
        assertEquals(304, since(date));
        assertEquals(200, since(date.plusSeconds(-1)), "off by one");
        assertEquals(200, since(date.plusSeconds(1)), "R17: what is to come cannot be confirmed");

        app.index.touch("pages");
        assertEquals(200, since(date), "P53: a change in the second of the date");
        app.clock.stopAt(start.plusSeconds(2));
        assertEquals(200, since(date));
        assertEquals(304, since(date.plusSeconds(1)));
    }

    private int since(Dates date) throws Exception {
        return get("/page/page", "If-Modified-Since: " + date.fixed()).status();
    }

    @Test
    void P52_changesWithinOneMillisecondHaveTagsOfTheirOwn() throws Exception {
        app.clock.stopAt(nextSecond());
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            app.index.touch("pages");
            tags.add(get("/page/page").field("ETag"));
        }
        assertEquals(200, tags.size());
    }

    @Test
    void P51_lastModifiedIsNotMovedByTimeThatPasses() throws Exception {
        Instant start = nextSecond();
        app.clock.stopAt(start);
        app.index.touch("pages");
        app.clock.stopAt(start.plusSeconds(1));
        Reply first = get("/page/page");
        for (int i = 2; i < 9; i++) {
            app.clock.stopAt(start.plusSeconds(i));
            Reply again = get("/page/page", "If-Modified-Since: " + first.field("Last-Modified"));
            assertEquals(304, again.status());
            assertEquals(first.field("Last-Modified"), again.field("Last-Modified"));
            assertNotEquals(first.field("Date"), again.field("Date"));
        }
    }
}
