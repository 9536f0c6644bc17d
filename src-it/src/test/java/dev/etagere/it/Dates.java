package dev.etagere.it;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One moment in the three forms of RFC 9110 section 5.6.7, as the JDK prints them. */
record Dates(ZonedDateTime moment) {

    static Dates of(String fixed) {
        return new Dates(ZonedDateTime.parse(fixed, DateTimeFormatter.RFC_1123_DATE_TIME));
    }

    Dates plusSeconds(long seconds) {
        return new Dates(moment.plusSeconds(seconds));
    }

    String fixed() {
        return print("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
    }

    String rfc850() {
        return print("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");
    }

    String asctime() {
        return print("EEE MMM ppd HH:mm:ss yyyy");
    }

    private String print(String pattern) {
        return moment.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
