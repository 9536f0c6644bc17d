package dev.etagere.sample;

/**
 * What the catalogue sells.
 *
 * @param name in English
 * @param nameDe in German
 */
record Product(long id, String name, String nameDe, String category, long priceCents) {

    String name(String language) {
        return language.equals("de") ? nameDe : name;
    }

    String price() {
        return "%d.%02d".formatted(priceCents / 100, priceCents % 100);
    }

    Product withId(long other) {
        return new Product(other, name, nameDe, category, priceCents);
    }
}
