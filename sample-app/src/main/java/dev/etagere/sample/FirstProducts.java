package dev.etagere.sample;

import java.util.ArrayList;
import java.util.List;

/** What is there at the first start: each piece of furniture in each wood. */
final class FirstProducts {
    static final int COUNT = 50;

    private static final String[][] WOODS = {
        {"Walnut", "Nussbaum"}, {"Oak", "Eichen"}, {"Beech", "Buchen"}, {"Ash", "Eschen"}, {"Pine", "Kiefern"}
    };
    private static final String[][] PIECES = {
        {"shelf", "regal", "shelves", "12900"},
        {"bookcase", "b\u00fccherschrank", "shelves", "34900"},
        {"table", "tisch", "tables", "45900"},
        {"desk", "schreibtisch", "tables", "39900"},
        {"bench", "bank", "seats", "19900"},
        {"chair", "stuhl", "seats", "14900"},
        {"stool", "hocker", "seats", "8900"},
        {"bed", "bett", "beds", "69900"},
        {"chest", "truhe", "storage", "27900"},
        {"wardrobe", "kleiderschrank", "storage", "89900"}
    };

    private FirstProducts() {}

    static List<Product> all() {
        List<Product> products = new ArrayList<>();
        for (String[] piece : PIECES) {
            for (int i = 0; i < WOODS.length; i++) {
                String[] wood = WOODS[i];
                products.add(new Product(
                        products.size() + 1L,
                        wood[0] + " " + piece[0],
                        wood[1] + piece[1],
                        piece[2],
                        Long.parseLong(piece[3]) - 1000L * i));
            }
        }
        return products;
    }
}
