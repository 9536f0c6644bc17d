package dev.etagere.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9110 section 13.2.2 once more, as it reads: lists are split before anything is compared, dates are those of
 * java.time, nothing is fast and nothing of the code under test is called. Answers with the words of
 * {@link Conditions#told}.
 *
 * @param tag as it goes over the wire; {@code null} if there is none
 */
record NaivePreconditions(
        String method, @Nullable String tag, @Nullable Long lastModified, long now) {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([!#-~\u0080-\u00ff]*)\"");
    private static final Pattern SUFFIX = Pattern.compile("--?gzip|;gzip|--?br|;br|--?zstd|--?deflate");
    private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String TIME = "(\\d\\d:\\d\\d:\\d\\d)";
    private static final Pattern FIXED =
            Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");
    private static final Pattern RFC_850 = Pattern.compile(
            "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-" + MONTH + "-(\\d\\d) " + TIME + " GMT");
    private static final Pattern ASCTIME =
            Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + MONTH + " ([ \\d]\\d) " + TIME + " (\\d{4})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd MMM uuuu HH:mm:ss", Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);

    String judge(FieldLookup request, Existence existence) {
        if (List.of("CONNECT", "OPTIONS", "TRACE").contains(method)) {
            return "performed";
        }
        if (existence == Existence.MISSING) {
            return new NaivePreconditions(method, null, null, now).steps(request, false);
        }
        String ifItExists = steps(request, true);
        return existence == Existence.UNKNOWN && dependsOnExistence(request, ifItExists) ? "undecided" : ifItExists;
    }

    /** What asks for existence waits for it, unless a condition that does not ask fails anyhow. */
    private static boolean dependsOnExistence(FieldLookup request, String ifItExists) {
        for (String field : List.of("If-Match", "If-None-Match")) {
            if (isStar(request.field(field))) {
                return !ifItExists.startsWith("412") || isStar(request.field(ifItExists.substring("412 by ".length())));
            }
        }
        return false;
    }

    private String steps(FieldLookup request, boolean exists) {
        boolean getOrHead = method.equals("GET") || method.equals("HEAD");
        String ifMatch = request.field("If-Match");
        String ifNoneMatch = request.field("If-None-Match");
        // 1. When recipient is the origin server and If-Match is present
        if (ifMatch != null && !(isStar(ifMatch) ? exists : names(ifMatch, true) != null)) {
            return "412 by If-Match";
        }
        // 2. When ... If-Match is not present, and If-Unmodified-Since is present
        Long unmodifiedSince = date(request.field("If-Unmodified-Since"));
        if (ifMatch == null && unmodifiedSince != null && lastModified != null && lastModified > unmodifiedSince) {
            return "412 by If-Unmodified-Since";
        }
        // 3. When If-None-Match is present
        if (ifNoneMatch != null) {
            return copy(ifNoneMatch, getOrHead, exists);
        }
        // 4. When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is present
        Long modifiedSince = date(request.field("If-Modified-Since"));
        boolean sensible = getOrHead && lastModified != null && modifiedSince != null && modifiedSince <= now;
        return sensible && lastModified <= modifiedSince ? "304" : "performed";
    }

    private String copy(String ifNoneMatch, boolean getOrHead, boolean exists) {
        String matched = isStar(ifNoneMatch) ? (exists ? " by *" : null) : names(ifNoneMatch, false);
        if (getOrHead) {
            return matched == null ? "performed" : "304" + matched;
        }
        boolean malformed = !isStar(ifNoneMatch) && members(ifNoneMatch) == null;
        return matched != null || malformed ? "412 by If-None-Match" : "performed";
    }

    private static boolean isStar(@Nullable String field) {
        return field != null && field.length() <= 8192 && stripped(field).equals("*");
    }

    /** Empty if the list names the tag, a blank and a suffix if only so, {@code null} if it does not or is no list. */
    private @Nullable String names(String field, boolean strongly) {
        List<String> members = members(field);
        if (members == null || tag == null) {
            return null;
        }
        boolean weakCounts = !strongly;
        String opaque = tag.replaceFirst("^W/", "");
        String suffix = null;
        for (String member : members) {
            if (weakCounts || !(tag.startsWith("W/") || member.startsWith("W/"))) {
                String named = member.replaceFirst("^W/", "");
                if (named.equals(opaque)) {
                    return "";
                }
                String found = suffixOf(named, opaque);
                suffix = suffix == null ? found : suffix;
            }
        }
        return suffix == null ? null : " " + suffix;
    }

    private static @Nullable String suffixOf(String named, String opaque) {
        String start = opaque.substring(0, opaque.length() - 1);
        if (!named.startsWith(start)) {
            return null;
        }
        String rest = named.substring(start.length(), named.length() - 1);
        return SUFFIX.matcher(rest).matches() ? rest : null;
    }

    /** The tags of a list; {@code null} if it is none. */
    private static @Nullable List<String> members(String field) {
        List<String> members = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i <= field.length(); i++) {
            if (i == field.length() || (field.charAt(i) == ',' && !quoted)) {
                members.add(stripped(field.substring(from, i)));
                from = i + 1;
            } else if (field.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        members.removeIf(String::isEmpty);
        boolean wellFormed =
                members.stream().allMatch(member -> TAG.matcher(member).matches());
        return wellFormed && members.size() <= 64 && field.length() <= 8192 ? members : null;
    }

    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && " \t".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private @Nullable Long date(@Nullable String field) {
        if (field == null) {
            return null;
        }
        String text = stripped(field);
        Matcher date = FIXED.matcher(text);
        if (date.matches()) {
            return second(date.group(1), date.group(2), date.group(3), date.group(4));
        }
        date = ASCTIME.matcher(text);
        if (date.matches()) {
            return second(date.group(2).replace(' ', '0'), date.group(1), date.group(4), date.group(3));
        }
        date = RFC_850.matcher(text);
        return date.matches() ? ofTwoDigits(date.group(1), date.group(2), date.group(3), date.group(4)) : null;
    }

    /** The latest year with these two digits that does not put the date more than fifty years ahead. */
    private @Nullable Long ofTwoDigits(String day, String month, String year, String time) {
        OffsetDateTime limit =
                Instant.ofEpochSecond(now).atOffset(ZoneOffset.UTC).plusYears(50);
        int candidate = limit.getYear();
        while (candidate % 100 != Integer.parseInt(year)) {
            candidate--;
        }
        Long appears = second(day, month, Integer.toString(candidate), time);
        boolean tooFar = appears != null && appears > limit.toEpochSecond();
        return tooFar ? second(day, month, Integer.toString(candidate - 100), time) : appears;
    }

    private static @Nullable Long second(String day, String month, String year, String time) {
        try {
            String text = day + " " + month + " " + year + " " + time.replace("23:59:60", "23:59:59");
            return LocalDateTime.parse(text, DATE).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
