package dev.etagere.http;

import static dev.etagere.http.ETagList.Comparison.STRONG;
import static dev.etagere.http.ETagList.Comparison.WEAK;
import static dev.etagere.http.ETagList.Match.MALFORMED;
import static dev.etagere.http.ETagList.Match.NONE;
import static dev.etagere.http.ETagList.Match.TAG;
import static dev.etagere.http.ETagList.Match.TAG_WITH_SUFFIX;
import static dev.etagere.http.ETagList.Match.WILDCARD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A list of entity tags")
class ETagListTest {

    private static final ETag STRONG_A = ETag.strong("a");
    private static final ETag WEAK_A = ETag.weak("a");

    @Nested
    @DisplayName("compared")
    class Compared {

        @ParameterizedTest(name = "{0} holds W/\"a\" {1}, \"a\" {2} weakly, \"a\" {3} strongly")
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "\"a\"        | TAG  | TAG  | TAG",
                    "W/\"a\"      | TAG  | TAG  | NONE",
                    "\"b\", \"a\" | TAG  | TAG  | TAG",
                    "\"a\", \"b\" | TAG  | TAG  | TAG",
                    "\"b\",W/\"a\"| TAG  | TAG  | NONE",
                    "\"A\"        | NONE | NONE | NONE",
                    "\"ab\"       | NONE | NONE | NONE",
                    "\"ba\"       | NONE | NONE | NONE",
                    "\"\"         | NONE | NONE | NONE",
                    "\"W/a\"      | NONE | NONE | NONE"
                })
        void C023_weakComparisonIsBlindToStrengthAndStrongIsNot(
                String field, ETagList.Match weakTag, ETagList.Match strongTag, ETagList.Match strongly) {
            assertEquals(weakTag, ETagList.find(field, WEAK_A, WEAK));
            assertEquals(strongTag, ETagList.find(field, STRONG_A, WEAK));
            assertEquals(strongly, ETagList.find(field, STRONG_A, STRONG));
        }

        @Test
        void C024_weakTagNeverMatchesStrongly() {
            assertEquals(NONE, ETagList.find("W/\"a\"", WEAK_A, STRONG));
            assertEquals(NONE, ETagList.find("\"a\"", WEAK_A, STRONG));
            assertEquals(NONE, ETagList.find("W/\"a\", \"a\"", WEAK_A, STRONG));
        }

        @Test
        void P38_bothSpellingsOfOneTagMatchWeakly() {
            for (ETag current : List.of(STRONG_A, WEAK_A)) {
                assertEquals(TAG, ETagList.find("\"a\"", current, WEAK));
                assertEquals(TAG, ETagList.find("W/\"a\"", current, WEAK));
            }
        }

        @Test
        void P19_neitherPrefixNorSubstringMatches() {
            ETag current = ETag.strong("abc");
            for (String near : List.of("\"ab\"", "\"abcd\"", "\"xabc\"", "\"xabcx\"", "\"bc\"", "\"abcabc\"")) {
                assertEquals(NONE, ETagList.find(near, current, WEAK), near);
            }
        }

        @Test
        void P34_singleTagMatches() {
            assertEquals(TAG, ETagList.find("\"v1\"", ETag.strong("v1"), WEAK));
        }

        @Test
        void emptyTagIsATag() {
            assertEquals(TAG, ETagList.find("\"\"", ETag.strong(""), STRONG));
            assertEquals(TAG, ETagList.find("\"x\", W/\"\"", ETag.weak(""), WEAK));
        }
    }

    @Nested
    @DisplayName("read")
    class Read {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"x\",\"a\"",
                    "\"x\" , \"a\"",
                    "\"x\"\t,\t\"a\"",
                    " \"a\"",
                    "\"a\" ",
                    "\t\"a\"\t",
                    ",\"a\"",
                    "\"a\",",
                    ", ,\t, \"a\" ,, \"x\" ,"
                })
        void C026_blanksAndEmptyMembersAreSkipped(String field) {
            assertEquals(TAG, ETagList.find(field, STRONG_A, STRONG));
        }

        @Test
        void C027_severalFieldLinesAreOneList() {
            String joined = String.join(", ", "\"x\"", "W/\"y\", \"z\"", "\"a\"");
            assertEquals(TAG, ETagList.find(joined, STRONG_A, STRONG));
        }

        @Test
        void C028_commasInsideTheQuotesBelongToTheTag() {
            assertEquals(TAG, ETagList.find("\"x\", \"a,b\"", ETag.strong("a,b"), STRONG));
            assertEquals(NONE, ETagList.find("\"x,a,y\"", STRONG_A, STRONG));
            assertEquals(TAG, ETagList.find("W/\",\", \"y\"", ETag.strong(","), WEAK));
        }

        @Test
        void P39_tagsWithAndWithoutMarkAndWithCommasInOneList() {
            String field = "W/\"one\", \"t,wo\",W/\"th,ree\"";
            for (String opaque : List.of("one", "t,wo", "th,ree")) {
                assertEquals(TAG, ETagList.find(field, ETag.weak(opaque), WEAK), opaque);
            }
            assertEquals(NONE, ETagList.find(field, ETag.weak("wo"), WEAK));
        }

        @ParameterizedTest
        @ValueSource(strings = {"*", " *", "* ", "\t*\t"})
        void C029_wildcardIsTheWholeValue(String field) {
            assertEquals(WILDCARD, ETagList.find(field, STRONG_A, STRONG));
            assertEquals(WILDCARD, ETagList.find(field, null, WEAK));
        }

        @Test
        void C029_quotedAsteriskIsATag() {
            assertEquals(NONE, ETagList.find("\"*\"", STRONG_A, WEAK));
            assertEquals(NONE, ETagList.find("W/\"*\"", STRONG_A, WEAK));
            assertEquals(TAG, ETagList.find("W/\"*\"", ETag.weak("*"), WEAK));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*, \"a\"",
                    "\"a\", *",
                    "**",
                    "*,",
                    ",*",
                    "W/*",
                    "w/\"a\"",
                    "a",
                    "W/a",
                    "'a'",
                    "\"a",
                    "a\"",
                    "\"a\"\"b\"",
                    "\"a\" \"b\"",
                    "\"a\";\"b\"",
                    "\"a\", b",
                    "\"a\", \"b",
                    "\"a\", w/\"b\"",
                    "\"a b\"",
                    "\"a\\\"b\"",
                    "W/ \"a\"",
                    "W",
                    "W/",
                    "\"a\", W/",
                    "\"",
                    "\"a\"x",
                    "\u00a0\"a\"",
                    "\"a\u0100\""
                })
        void C030_oneBadMemberSpoilsTheList(String field) {
            assertEquals(MALFORMED, ETagList.find(field, STRONG_A, WEAK));
            assertEquals(MALFORMED, ETagList.find(field, STRONG_A, STRONG));
            assertEquals(MALFORMED, ETagList.find(field, null, WEAK));
            assertNull(ETagList.suffixOf(field, STRONG_A));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t", ",", " , ,\t,"})
        void C032_emptyListNamesNothing(String field) {
            assertEquals(NONE, ETagList.find(field, STRONG_A, WEAK));
            assertEquals(NONE, ETagList.find(field, null, WEAK));
        }

        @Test
        void C033_octetsAbove7FBelongToTagsAndControlsDoNot() {
            for (char c = 0; c <= 0xFF; c++) {
                boolean tagChar = c == 0x21 || (c >= 0x23 && c <= 0x7E) || c >= 0x80;
                ETagList.Match found = ETagList.find("\"x\", \"a" + c + "\"", STRONG_A, WEAK);
                assertEquals(tagChar ? NONE : MALFORMED, found, "U+" + Integer.toHexString(c));
            }
            assertEquals(TAG, ETagList.find("\"\u0080\u00ff\"", ETag.strong("\u0080\u00ff"), STRONG));
        }

        @Test
        void withoutATagNothingMatches() {
            assertEquals(NONE, ETagList.find("\"a\", W/\"b\"", null, WEAK));
            assertEquals(NONE, ETagList.find("\"a\"", null, STRONG));
            assertEquals(TAG, ETagList.find("\"a\"", STRONG_A, STRONG));
        }
    }

    @Nested
    @DisplayName("that came through a compressor")
    class ThroughACompressor {

        private final ETag current = ETag.strong("v1");

        @ParameterizedTest
        @ValueSource(
                strings = {"-gzip", "--gzip", ";gzip", "-br", "--br", ";br", "-zstd", "--zstd", "-deflate", "--deflate"
                })
        void C089_suffixIsRecognisedAndTold(String suffix) {
            String alone = "\"v1" + suffix + "\"";
            assertEquals(TAG_WITH_SUFFIX, ETagList.find(alone, current, WEAK));
            assertEquals(TAG_WITH_SUFFIX, ETagList.find("\"x\", W/" + alone, ETag.weak("v1"), WEAK));
            assertEquals(TAG_WITH_SUFFIX, ETagList.find(alone, current, STRONG));
            assertEquals(suffix, ETagList.suffixOf("\"x\", W/" + alone + ", \"y\"", current));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"other--gzip\"",
                    "\"--gzip\"",
                    "\"-gzip\"",
                    "\"v1gzip\"",
                    "\"v1-gzi\"",
                    "\"v1-gzip-gzip\"",
                    "\"v1---gzip\"",
                    "\"v1-GZIP\"",
                    "\"v-gzip\"",
                    "\"v11-gzip\"",
                    "\"v1;zstd\"",
                    "\"v1;deflate\"",
                    "\"v1-gzipx\"",
                    "\"xv1-gzip\""
                })
        void C089_nothingElseThatEndsSoIsTheTag(String field) {
            assertEquals(NONE, ETagList.find(field, current, WEAK));
            assertNull(ETagList.suffixOf(field, current));
        }

        @Test
        void P22_foreignTagWithASuffixStaysForeign() {
            assertEquals(NONE, ETagList.find("\"x--gzip\", W/\"y-gzip\"", current, WEAK));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"v1-gzip\", \"v1\"", "\"v1\", \"v1-gzip\"", "\"v1--br\", W/\"v1\", \"v1-gzip\""})
        void C089_bareTagCountsBeforeOneWithSuffix(String field) {
            assertEquals(TAG, ETagList.find(field, current, WEAK));
            assertNull(ETagList.suffixOf(field, current));
        }

        @Test
        void firstOfSeveralSuffixesIsTold() {
            assertEquals("--br", ETagList.suffixOf("\"x\", \"v1--br\", \"y\", \"v1-gzip\"", current));
        }

        @Test
        void C024_weakTagWithASuffixDoesNotMatchStrongly() {
            assertEquals(NONE, ETagList.find("W/\"v1-gzip\"", current, STRONG));
            assertEquals(NONE, ETagList.find("\"v1-gzip\"", ETag.weak("v1"), STRONG));
        }

        @Test
        void tagThatItselfEndsInASuffixIsComparedWhole() {
            ETag gzip = ETag.strong("v1-gzip");
            assertEquals(TAG, ETagList.find("\"v1-gzip\"", gzip, WEAK));
            assertEquals(NONE, ETagList.find("\"v1\"", gzip, WEAK));
            assertEquals(TAG_WITH_SUFFIX, ETagList.find("\"v1-gzip-gzip\"", gzip, WEAK));
        }

        @Test
        void exactAndWildcardHaveNoSuffix() {
            assertNull(ETagList.suffixOf("\"v1\"", current));
            assertNull(ETagList.suffixOf("*", current));
            assertNull(ETagList.suffixOf("", current));
        }
    }

    @Nested
    @DisplayName("from an attacker")
    class FromAnAttacker {

        @Test
        void C034_listOf64TagsIsReadAndOneMoreIsNot() {
            String most = "\"x\", ".repeat(ETagList.MAX_TAGS - 1) + "\"a\"";
            assertEquals(TAG, ETagList.find(most, STRONG_A, WEAK));
            assertEquals(MALFORMED, ETagList.find(most + ", \"x\"", STRONG_A, WEAK));
        }

        @Test
        void C034_value8192CharactersLongIsReadAndOneMoreIsNot() {
            String most = "\"a\"" + ",".repeat(ETagList.MAX_LENGTH - 3);
            assertEquals(TAG, ETagList.find(most, STRONG_A, WEAK));
            assertEquals(MALFORMED, ETagList.find(most + ",", STRONG_A, WEAK));
            assertEquals(WILDCARD, ETagList.find("*" + " ".repeat(ETagList.MAX_LENGTH - 1), STRONG_A, WEAK));
            assertEquals(MALFORMED, ETagList.find("*" + " ".repeat(ETagList.MAX_LENGTH), STRONG_A, WEAK));
        }

        @Test
        void C034_capHoldsForTheSingleTagToo() {
            ETag longest = ETag.strong("a".repeat(ETagList.MAX_LENGTH - 2));
            ETag longer = ETag.strong("a".repeat(ETagList.MAX_LENGTH - 1));
            assertEquals(TAG, ETagList.find(longest.toString(), longest, WEAK));
            assertEquals(MALFORMED, ETagList.find(longer.toString(), longer, WEAK));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"", "W/", ",", " ", " , ", "\"\"", "\t", "W/\"", "\"a\" ", "\"a-gzip"})
        void P01_workGrowsAsTheInputDoes(String unit) {
            ETag current = ETag.weak("a".repeat(40));
            int times = 900 / unit.length();
            Linear.assertLinear(unit, times, field -> {
                for (int i = 0; i < 50; i++) {
                    ETagList.find(field, current, WEAK);
                    ETagList.find("\"" + field + "\"", current, STRONG);
                }
            });
        }

        @Test
        void P02_longRunsOfBlanksAroundCommasAreReadOnce() {
            String field = "\"x\"" + " \t".repeat(2000) + "," + "\t ".repeat(2000) + "\"a\"";
            assertEquals(TAG, ETagList.find(field, STRONG_A, WEAK));
        }

        @Test
        void C034_searchAllocatesNothing() {
            String list = "\"x\", W/\"y\", \"v1--gzip\", \"z\"";
            ETag current = ETag.weak("v1");
            String alone = current.toString();
            Allocation.assertNone(() -> {
                ETagList.find(alone, current, WEAK);
                ETagList.find(list, current, WEAK);
                ETagList.find("*", current, STRONG);
                ETagList.suffixOf(list, current);
            });
        }

        @Test
        void C031_randomTextsAreAnsweredAsASlowReaderAnswersThem() {
            long seed = 20261122;
            var random = new SplittableRandom(seed);
            String[] alphabet = {"\"a\"", "W/\"a\"", "\"", "W/", "w/", ",", " ", "\t", "a", "-gzip", "*", "\"a-gzip\""};
            for (int i = 0; i < 1_000_000; i++) {
                String field = Texts.random(random, 7, alphabet);
                ETag current = random.nextBoolean() ? STRONG_A : WEAK_A;
                ETagList.Comparison how = random.nextBoolean() ? WEAK : STRONG;
                assertEquals(
                        slowly(field, current, how),
                        ETagList.find(field, current, how),
                        () -> "seed " + seed + ": " + field + " " + current + " " + how);
            }
        }

        /** Splits first and thinks later: another way to the same answer. */
        private static ETagList.Match slowly(String field, ETag current, ETagList.Comparison how) {
            if (strip(field).equals("*")) {
                return WILDCARD;
            }
            ETagList.Match best = NONE;
            for (String member : members(field)) {
                ETag tag = member.isEmpty() ? null : ETag.parse(member);
                if (tag == null && !member.isEmpty()) {
                    return MALFORMED;
                }
                if (tag != null && matches(tag, current, how)) {
                    best = TAG;
                } else if (tag != null && best == NONE && tag.opaque().endsWith("-gzip")) {
                    String bare = tag.opaque().substring(0, tag.opaque().length() - 5);
                    best = matches(new ETag(bare, tag.weak()), current, how) ? TAG_WITH_SUFFIX : NONE;
                }
            }
            return best;
        }

        private static boolean matches(ETag tag, ETag current, ETagList.Comparison how) {
            return how == WEAK ? tag.matchesWeakly(current) : tag.matchesStrongly(current);
        }

        private static List<String> members(String field) {
            List<String> members = new ArrayList<>();
            StringBuilder member = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < field.length(); i++) {
                char c = field.charAt(i);
                quoted ^= c == '"';
                if (c == ',' && !quoted) {
                    members.add(strip(member.toString()));
                    member.setLength(0);
                } else {
                    member.append(c);
                }
            }
            members.add(strip(member.toString()));
            return members;
        }

        private static String strip(String text) {
            return text.replaceAll("^[ \t]+|[ \t]+$", "");
        }
    }
}
