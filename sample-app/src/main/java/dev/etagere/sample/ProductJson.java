package dev.etagere.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Products as they are written and read. */
final class ProductJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> FIELDS = Set.of("name", "nameDe", "category", "priceCents");
    private static final long MAX_CENTS = 100_000_000_00L;

    private ProductJson() {}

    /** @throws BadProduct if it is anything but the four fields, each as it should be */
    static Product read(String json) {
        JsonNode node = tree(json);
        if (!node.isObject()) {
            throw new BadProduct("", "the body has to be a JSON object");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new BadProduct(name, "is unknown; a product has name, nameDe, category and priceCents");
            }
        }
        return new Product(
                0, text(node, "name", 200), text(node, "nameDe", 200), text(node, "category", 100), cents(node));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadProduct("", "the body is no JSON: " + e.getOriginalMessage());
        }
    }

    private static String text(JsonNode product, String field, int longest) {
        JsonNode value = product.get(field);
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw new BadProduct(field, "has to be a text that is not blank");
        }
        if (value.textValue().length() > longest) {
            throw new BadProduct(field, "has to be at most " + longest + " characters long");
        }
        return value.textValue();
    }

    private static long cents(JsonNode product) {
        JsonNode value = product.get("priceCents");
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new BadProduct("priceCents", "has to be a whole number");
        }
        if (value.longValue() < 0 || value.longValue() > MAX_CENTS) {
            throw new BadProduct("priceCents", "has to be from 0 to " + MAX_CENTS);
        }
        return value.longValue();
    }

    static String write(Product product) {
        return line(MAPPER.createObjectNode()
                .put("id", product.id())
                .put("name", product.name())
                .put("nameDe", product.nameDe())
                .put("category", product.category())
                .put("priceCents", product.priceCents()));
    }

    static String write(List<Product> products, String language) {
        ArrayNode array = MAPPER.createArrayNode();
        for (Product product : products) {
            array.addObject()
                    .put("id", product.id())
                    .put("name", product.name(language))
                    .put("category", product.category())
                    .put("priceCents", product.priceCents());
        }
        return line(array);
    }

    /** Problem details (RFC 9457). */
    static String problem(int status, String title, String detail, String field) {
        ObjectNode problem = MAPPER.createObjectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (!field.isEmpty()) {
            problem.put("field", field);
        }
        return line(problem);
    }

    /** Ended like a line of text, for those who look at it in a terminal. */
    private static String line(JsonNode json) {
        return json + "\n";
    }
}
