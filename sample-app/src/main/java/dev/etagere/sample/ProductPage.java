package dev.etagere.sample;

import com.google.common.html.HtmlEscapers;
import java.util.List;

/** The list as a page. */
final class ProductPage {
    private ProductPage() {}

    static String of(List<Product> products, String language) {
        boolean german = language.equals("de");
        StringBuilder html = new StringBuilder(8_192)
                .append("<!DOCTYPE html>\n<html lang=\"")
                .append(language)
                .append("\">\n<meta charset=\"utf-8\">\n<title>")
                .append(german ? "Katalog" : "Catalogue")
                .append("</title>\n<link rel=\"stylesheet\" href=\"/assets/style.css\">\n<table>\n");
        for (Product product : products) {
            html.append("<tr><td><a href=\"/products/")
                    .append(product.id())
                    .append("\">")
                    .append(escaped(product.name(language)))
                    .append("</a><td>")
                    .append(escaped(product.category()))
                    .append("<td>")
                    .append(product.price())
                    .append('\n');
        }
        return html.append("</table>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }
}
