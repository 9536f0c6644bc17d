package dev.etagere.sample;

import dev.etagere.Groups;
import dev.etagere.index.GroupName;
import java.util.List;

/** The names of the groups that no template of a route can name. */
final class ProductGroups {
    private ProductGroups() {}

    static String product(Product product) {
        return "product:" + product.id();
    }

    static String category(String name) {
        return "category:" + GroupName.value(name);
    }

    /** Says that the running answer depends on each of them. */
    static List<Product> dependOn(List<Product> products) {
        products.forEach(product -> Groups.current().dependOn(product(product)));
        return products;
    }
}
