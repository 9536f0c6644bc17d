package dev.etagere.http;

import java.nio.charset.StandardCharsets;

/**
 * HTTP-date (RFC 9110 section 5.6.7), in whole seconds since 1970. Written by hand: knows no locale and no time zone,
 * keeps no state, and reading allocates nothing. Stateless, so safe for use by several threads.
 */
public final class HttpDate {

    /** What {@link #parse} returns for a text that is no HTTP-date. No date has this value. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
    private static final int FIXED_LENGTH = 29;
    private static final int ASCTIME_LENGTH = 24;
    private static final String TEMPLATE = "Thu, 01 Jan 1970 00:00:00 GMT";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String DAYS = "ThuFriSatSunMonTueWed"; // 1970 began on a Thursday
    private static final String[] LONG_DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };

    private HttpDate() {}

    /**
     * Reads one date in any of the three forms: {@code Sun, 06 Nov 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94
     * 08:49:37 GMT} and {@code Sun Nov 6 08:49:37 1994}. Strict, with two exceptions: blanks around it are skipped, and
     * the name of the weekday must be one but need not be that of the date, since nothing depends on it. Days that the
     * month does not have and hours that the day does not have are not rolled over but refused; the leap second
     * {@code 23:59:60} is read as the second before, so that no validator is confirmed for longer than the client can
     * know of.
     *
     * @param nowEpochSecond the present, for the two-digit year of the second form: more than 50 years ahead of it
     *     means the century before
     * @return seconds since 1970, negative before, or {@link #INVALID}
     */
    public static long parse(String text, long nowEpochSecond) {
        int from = Syntax.skipBlanks(text, 0);
        int length = Syntax.trimEnd(text, from, text.length()) - from;
        if (length == FIXED_LENGTH) {
            return parseFixed(text, from);
        }
        return length == ASCTIME_LENGTH ? parseAsctime(text, from) : parseRfc850(text, from, length, nowEpochSecond);
    }

    /**
     * Prints the preferred form, {@code Sun, 06 Nov 1994 08:49:37 GMT}.
     *
     * @throws IllegalArgumentException before 1970 or after 9999
     */
    public static String format(long epochSecond) {
        if (epochSecond < 0 || epochSecond > LAST_SECOND) {
            throw new IllegalArgumentException(
                    "second %d lies outside of 1970 to 9999, which an HTTP-date can tell".formatted(epochSecond));
        }
        long epochDay = epochSecond / SECONDS_PER_DAY;
        int second = (int) (epochSecond % SECONDS_PER_DAY);
        int date = (int) Gregorian.yyyymmdd(epochDay);
        byte[] text = TEMPLATE.getBytes(StandardCharsets.ISO_8859_1);
        name(text, 0, DAYS, (int) (epochDay % 7));
        two(text, 5, date % 100);
        name(text, 8, MONTHS, date / 100 % 100 - 1);
        two(text, 12, date / 1_000_000);
        two(text, 14, date / 10_000 % 100);
        two(text, 17, second / 3600);
        two(text, 20, second / 60 % 60);
        two(text, 23, second % 60);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }

    private static void name(byte[] text, int at, String names, int index) {
        for (int i = 0; i < 3; i++) {
            text[at + i] = (byte) names.charAt(3 * index + i);
        }
    }

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT} */
    private static long parseFixed(String text, int at) {
        if (nameAt(text, at, DAYS) < 0
                || !text.startsWith(", ", at + 3)
                || text.charAt(at + 7) != ' '
                || text.charAt(at + 11) != ' '
                || text.charAt(at + 16) != ' '
                || !text.startsWith(" GMT", at + 25)) {
            return INVALID;
        }
        return join(year(text, at + 12), nameAt(text, at + 8, MONTHS), two(text, at + 5), secondOfDay(text, at + 17));
    }

    /** {@code Sun Nov 6 08:49:37 1994}, the day padded with a blank */
    private static long parseAsctime(String text, int at) {
        if (nameAt(text, at, DAYS) < 0
                || text.charAt(at + 3) != ' '
                || text.charAt(at + 7) != ' '
                || text.charAt(at + 10) != ' '
                || text.charAt(at + 19) != ' ') {
            return INVALID;
        }
        int day = text.charAt(at + 8) == ' ' ? digit(text, at + 9) : two(text, at + 8);
        return join(year(text, at + 20), nameAt(text, at + 4, MONTHS), day, secondOfDay(text, at + 11));
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT} */
    private static long parseRfc850(String text, int from, int length, long now) {
        int at = from + length - 22; // only the name of the day has no fixed length
        if (at < from + 2
                || !isLongDay(text, from, at - 2)
                || !text.startsWith(", ", at - 2)
                || text.charAt(at + 2) != '-'
                || text.charAt(at + 6) != '-'
                || text.charAt(at + 9) != ' '
                || !text.startsWith(" GMT", at + 18)) {
            return INVALID;
        }
        int month = nameAt(text, at + 3, MONTHS);
        int day = two(text, at);
        int second = secondOfDay(text, at + 10);
        int year = two(text, at + 7);
        return year < 0 ? INVALID : join(century(year, month, day, second, now) + year, month, day, second);
    }

    /** The century that puts a two-digit year at most 50 years ahead, to the second (RFC 9110 section 5.6.7). */
    private static long century(int year, int month, int day, int second, long now) {
        long today = Gregorian.yyyymmdd(Math.floorDiv(now, SECONDS_PER_DAY));
        long limit = moment(today + 50 * 10_000, Math.floorMod(now, SECONDS_PER_DAY));
        long century = Math.floorDiv(today / 10_000 + 50, 100) * 100;
        long appears = moment((century + year) * 10_000 + (month + 1) * 100L + day, second);
        return appears > limit ? century - 100 : century;
    }

    /** Orders as time does, and a year is always the same distance, leap day or not. */
    private static long moment(long yyyymmdd, long secondOfDay) {
        return yyyymmdd * SECONDS_PER_DAY + secondOfDay;
    }

    private static boolean isLongDay(String text, int from, int to) {
        for (String day : LONG_DAYS) {
            if (day.length() == to - from && text.startsWith(day, from)) {
                return true;
            }
        }
        return false;
    }

    /** Every part is negative if it could not be read. */
    private static long join(long year, int month, int day, int secondOfDay) {
        if (year < 0 || month < 0 || secondOfDay < 0 || day < 1 || day > Gregorian.daysIn(year, month + 1)) {
            return INVALID;
        }
        return Gregorian.epochDay(year, month + 1, day) * SECONDS_PER_DAY + secondOfDay;
    }

    /** {@code 08:49:37} */
    private static int secondOfDay(String text, int at) {
        int hour = two(text, at);
        int minute = two(text, at + 3);
        int second = two(text, at + 6);
        if (text.charAt(at + 2) != ':' || text.charAt(at + 5) != ':' || hour < 0 || minute < 0 || second < 0) {
            return -1;
        }
        if (hour == 23 && minute == 59 && second == 60) {
            return (int) SECONDS_PER_DAY - 1;
        }
        return hour > 23 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
    }

    private static int nameAt(String text, int at, String names) {
        for (int i = 0; i < names.length(); i += 3) {
            if (text.charAt(at) == names.charAt(i)
                    && text.charAt(at + 1) == names.charAt(i + 1)
                    && text.charAt(at + 2) == names.charAt(i + 2)) {
                return i / 3;
            }
        }
        return -1;
    }

    private static int year(String text, int at) {
        int high = two(text, at);
        int low = two(text, at + 2);
        return high < 0 || low < 0 ? -1 : 100 * high + low;
    }

    private static int two(String text, int at) {
        int high = digit(text, at);
        int low = digit(text, at + 1);
        return high < 0 || low < 0 ? -1 : 10 * high + low;
    }

    private static int digit(String text, int at) {
        char c = text.charAt(at);
        return Syntax.isDigit(c) ? c - '0' : -1;
    }
}
