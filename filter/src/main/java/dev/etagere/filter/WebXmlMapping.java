package dev.etagere.filter;

import jakarta.servlet.FilterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What {@code web.xml} says of the dispatchers of a filter, for which the Servlet API has no question. */
final class WebXmlMapping {
    private final Document descriptor;
    private final String filter;

    private WebXmlMapping(Document descriptor, String filter) {
        this.descriptor = descriptor;
        this.filter = filter;
    }

    /** What is missing there; nothing if there is no such file or the filter does not stand in it. */
    static Set<TooNarrow> of(FilterConfig config) {
        try (InputStream in = config.getServletContext().getResourceAsStream("/WEB-INF/web.xml")) {
            return in == null ? Set.of() : new WebXmlMapping(parse(in), config.getFilterName()).missing();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            // The container has read it; whatever we cannot read is not worth a failure.
            return Set.of();
        }
    }

    private static Document parse(InputStream in) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(in);
    }

    private Set<TooNarrow> missing() {
        Set<TooNarrow> missing = EnumSet.noneOf(TooNarrow.class);
        Set<String> dispatchers = dispatchers();
        if (!dispatchers.isEmpty() && !dispatchers.contains("FORWARD")) {
            missing.add(TooNarrow.FORWARD);
        }
        if (!dispatchers.isEmpty() && !dispatchers.contains("ASYNC")) {
            missing.add(TooNarrow.ASYNC);
        }
        for (Element declared : named("filter")) {
            if (!texts(declared, "async-supported").contains("true")) {
                missing.add(TooNarrow.ASYNC_SUPPORTED);
            }
        }
        return missing;
    }

    /** Those of all its mappings; REQUEST where a mapping names none. */
    private Set<String> dispatchers() {
        Set<String> found = new HashSet<>();
        for (Element mapping : named("filter-mapping")) {
            List<String> named = texts(mapping, "dispatcher");
            found.addAll(named.isEmpty() ? List.of("REQUEST") : named);
        }
        return found;
    }

    private List<Element> named(String tag) {
        List<Element> found = new ArrayList<>();
        NodeList all = descriptor.getElementsByTagNameNS("*", tag);
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (texts(element, "filter-name").contains(filter)) {
                found.add(element);
            }
        }
        return found;
    }

    private static List<String> texts(Element parent, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList found = parent.getElementsByTagNameNS("*", tag);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }
}
