package dev.etagere.http;

import static dev.etagere.http.Conditions.MODIFIED;
import static dev.etagere.http.Conditions.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The preconditions of any request")
class PreconditionsPropertyTest {

    private static final long SEED = 20261122;
    private static final int REQUESTS = 100_000;
    private static final List<String> FIELDS =
            List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "get");
    private static final List<DateTimeFormatter> FORMS = List.of(
            form("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
            form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            form("EEE MMM ppd HH:mm:ss yyyy"));
    private static final String[] TAG_PIECES = {
        "\"a\"",
        "W/\"a\"",
        "\"b\"",
        "\"a-gzip\"",
        "W/\"a--br\"",
        "\"a,b\"",
        "\"\"",
        "\"*\"",
        ",",
        ", ",
        " ",
        "\t",
        "*",
        "\"",
        "W/",
        "a"
    };
    private static final String[] DATE_PIECES = {
        "Sun", "Sunday", ", ", " ", "22", "-", "Nov", "2026", "26", "10:00:00", ":", " GMT", "0", ","
    };

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Integer> results = new TreeMap<>();

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    private void agrees(
            String method, Conditions request, @Nullable ETag tag, @Nullable Long date, Existence existence, long now) {
        String tagText = tag == null ? null : tag.toString();
        String expected = new NaivePreconditions(method, tagText, date, now).judge(request, existence);
        String found =
                Conditions.told(Preconditions.evaluate(method, request, Validators.of(tag, date), existence, now));
        if (!expected.equals(found)) {
            assertEquals(
                    expected,
                    found,
                    "seed %d: %s %s of %s, %s, %s, at %d".formatted(SEED, method, request, tag, date, existence, now));
        }
        results.merge(found, 1, Integer::sum);
    }

    /** A test that never reaches a result proves nothing about it. */
    private void reached(int times, String... all) {
        for (String result : all) {
            assertTrue(results.getOrDefault(result, 0) >= times, () -> result + " among " + results);
        }
    }

    @Test
    @DisplayName("P57: every combination comes to what the steps of RFC 9110 section 13.2.2 come to")
    void P57_everyCombinationIsJudgedAsTheRfcReads() {
        List<@Nullable String> none = Arrays.asList((String) null);
        List<String> tags = List.of("\"a\"", "W/\"a\"", "\"x\"", "*", "", "a", "\"x\", \"a-gzip\"");
        List<String> dates = List.of(print(0, MODIFIED - 1), print(0, MODIFIED), print(0, NOW + 1), "0");
        for (String method : List.of("GET", "HEAD", "PUT", "OPTIONS")) {
            for (String ifMatch : with(none, tags)) {
                for (String ifNoneMatch : with(none, tags)) {
                    for (String modifiedSince : with(none, dates)) {
                        for (String unmodifiedSince : with(none, dates)) {
                            everyTarget(
                                    method,
                                    new Conditions()
                                            .with("If-Match", ifMatch)
                                            .with("If-None-Match", ifNoneMatch)
                                            .with("If-Modified-Since", modifiedSince)
                                            .with("If-Unmodified-Since", unmodifiedSince));
                        }
                    }
                }
            }
        }
        assertEquals(
                4 * 8 * 8 * 5 * 5 * 18,
                results.values().stream().mapToInt(Integer::intValue).sum());
    }

    private static List<@Nullable String> with(List<@Nullable String> none, List<String> values) {
        List<@Nullable String> all = new ArrayList<>(none);
        all.addAll(values);
        return all;
    }

    private void everyTarget(String method, Conditions request) {
        for (ETag tag : Arrays.asList(ETag.strong("a"), ETag.weak("a"), null)) {
            for (Long date : Arrays.asList(MODIFIED, null)) {
                for (Existence existence : Existence.values()) {
                    agrees(method, request, tag, date, existence, NOW);
                }
            }
        }
    }

    @Test
    void randomRequestsAreJudgedAsTheRfcReads() {
        for (int i = 0; i < REQUESTS; i++) {
            long now = random.nextInt(8) == 0 ? NOW + random.nextLong(-2_000_000_000L, 4_000_000_000L) : NOW;
            Conditions request = new Conditions();
            for (String field : FIELDS) {
                if (random.nextInt(3) > 0) {
                    request.with(field, field.endsWith("Match") ? tags() : date(now));
                }
            }
            agrees(
                    pick(METHODS),
                    request,
                    pick(currentTags()),
                    pick(dates(now)),
                    pick(List.of(Existence.values())),
                    now);
        }
        reached(REQUESTS / 100, "performed", "304", "undecided", "412 by If-Match", "412 by If-None-Match");
        reached(REQUESTS / 1000, "304 by *", "304 -gzip", "304 --br", "412 by If-Unmodified-Since");
    }

    private static List<@Nullable ETag> currentTags() {
        return Arrays.asList(ETag.strong("a"), ETag.weak("a"), ETag.strong("a,b"), ETag.weak(""), ETag.weak("*"), null);
    }

    private static List<@Nullable Long> dates(long now) {
        return Arrays.asList(MODIFIED, MODIFIED, now, now + 1, 0L, null);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Mostly a list, now and then the wildcard, a list that is too long or too many, and what is none at all. */
    private String tags() {
        int kind = random.nextInt(64);
        if (kind < 3) {
            return kind == 0
                    ? "\"a\"" + ",".repeat(random.nextInt(8186, 8193))
                    : "\"x\", ".repeat(random.nextInt(60, 66)) + "\"a\"";
        }
        if (kind < 10) {
            return random.nextBoolean() ? "*" : " * ";
        }
        return kind < 24 ? Texts.random(random, 6, TAG_PIECES) : list();
    }

    private String list() {
        StringBuilder list = new StringBuilder();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            list.append(TAG_PIECES[random.nextInt(8)]).append(i == 1 ? "" : pick(List.of(",", ", ", " ,\t")));
        }
        return list.toString();
    }

    private String date(long now) {
        return switch (random.nextInt(8)) {
            case 0 -> Texts.random(random, 8, DATE_PIECES);
            case 1 -> print(random.nextInt(3), MODIFIED) + pick(List.of(",", ", 0", " ", "\t", "x"));
            case 2 -> print(random.nextInt(3), now + random.nextLong(-3_000_000_000L, 3_000_000_000L));
            case 3 -> damaged(print(random.nextInt(3), pick(List.of(MODIFIED, now))));
            default -> print(random.nextInt(3), pick(List.of(MODIFIED, now)) + random.nextInt(-2, 3));
        };
    }

    private static String print(int form, long second) {
        return FORMS.get(form).format(Instant.ofEpochSecond(second));
    }

    private String damaged(String date) {
        StringBuilder text = new StringBuilder(date);
        text.setCharAt(random.nextInt(text.length()), "0123456789 -:,xN".charAt(random.nextInt(16)));
        return text.toString();
    }

    @Test
    void C039_garbageInEveryFieldRaisesNoException() {
        for (int i = 0; i < REQUESTS; i++) {
            Conditions request = new Conditions();
            for (String field : FIELDS) {
                request.with(field, random.nextBoolean() ? Texts.random(random, 9, TAG_PIECES) : noise());
            }
            String method = pick(METHODS);
            long now = random.nextInt(16) == 0 ? random.nextLong() : NOW;
            Existence existence = pick(List.of(Existence.values()));
            Validators current = Validators.of(pick(currentTags()), random.nextLong());
            try {
                Preconditions.evaluate(method, request, current, existence, now);
                Preconditions.evaluateWildcards(method, request, existence);
                Preconditions.ifRangeHolds(String.valueOf(request.field("If-Match")), current, MODIFIED, now);
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d: %s %s at %d".formatted(SEED, method, request, now), e);
            }
        }
    }

    private String noise() {
        char[] noise = new char[random.nextInt(40)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (char) random.nextInt(random.nextInt(4) == 0 ? 0x10000 : 0x80);
        }
        return new String(noise);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "W/", ",", " ", "\t", "\"\"", "\"a\" ", "*", "* ", "\"a\",", "Sun, ", "0", "a-gzip"})
    void P01_workGrowsAsTheFieldsDo(String unit) {
        Validators current = Validators.of(ETag.strong("a".repeat(40)), MODIFIED);
        Linear.assertLinear(unit, 900 / unit.length(), text -> {
            FieldLookup tags = name -> name.endsWith("Match") ? text : null;
            FieldLookup dates = name -> name.endsWith("Since") ? text : null;
            for (int i = 0; i < 40; i++) {
                Preconditions.evaluate("GET", tags, current, Existence.EXISTS, NOW);
                Preconditions.evaluate("PUT", dates, current, Existence.EXISTS, NOW);
                Preconditions.evaluate("GET", dates, current, Existence.EXISTS, NOW);
                Preconditions.evaluateWildcards("PUT", tags, Existence.EXISTS);
                Preconditions.ifRangeHolds(text, current, MODIFIED, NOW);
            }
        });
    }

    @Test
    void P01_megabyteOfAnythingIsNoMoreThanOnePass() {
        Validators current = Validators.of(ETag.strong("a"), MODIFIED);
        for (String unit : List.of("\"", "W/", ",", " ", "\"a\", ")) {
            Linear.assertLinear(unit, 131_072 / unit.length(), text -> {
                Preconditions.evaluate("GET", name -> text, current, Existence.EXISTS, NOW);
                Preconditions.evaluate(
                        "GET", name -> name.endsWith("Since") ? text : null, current, Existence.EXISTS, NOW);
            });
        }
    }

    @Test
    void matchAllocatesNothing() {
        Validators current = Validators.of(ETag.weak("v1"), MODIFIED);
        String date = HttpDate.format(MODIFIED);
        FieldLookup byTag = name -> name.equals("If-None-Match") ? "W/\"v0\", W/\"v1\"" : null;
        FieldLookup byDate = name -> name.endsWith("Since") ? date : null;
        FieldLookup nothing = name -> null;
        Allocation.assertNone(() -> {
            Preconditions.evaluate("GET", byTag, current, Existence.UNKNOWN, NOW);
            Preconditions.evaluate("GET", byDate, current, Existence.UNKNOWN, NOW);
            Preconditions.evaluate("PUT", nothing, current, Existence.UNKNOWN, NOW);
        });
    }
}
