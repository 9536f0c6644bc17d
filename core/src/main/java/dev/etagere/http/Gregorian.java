package dev.etagere.http;

/**
 * The Gregorian calendar, in both directions and without objects. Years are counted from March here, so that the leap
 * day is the last of its year and needs no case of its own.
 */
final class Gregorian {

    private static final long DAYS_PER_400_YEARS = 146_097;
    private static final long MARCH_0000 = -719_468; // as days since 1970

    private Gregorian() {}

    /** Days since 1970-01-01; month and day begin with 1. */
    static long epochDay(long year, int month, int day) {
        long marchYear = month < 3 ? year - 1 : year;
        long dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1L;
        long leapDays = Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
        return MARCH_0000 + 365 * marchYear + leapDays + dayOfYear;
    }

    /** The date as a number that reads as one: 19700101. */
    static long yyyymmdd(long epochDay) {
        long day = epochDay - MARCH_0000;
        long cycle = Math.floorDiv(day, DAYS_PER_400_YEARS);
        long dayOfCycle = Math.floorMod(day, DAYS_PER_400_YEARS);
        long yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        long dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = 400 * cycle + yearOfCycle + (month < 3 ? 1 : 0);
        return year * 10_000 + month * 100 + dayOfMonth;
    }

    static int daysIn(long year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
