import org.jspecify.annotations.NullMarked;

/** The Jakarta Servlet filter and the group-timestamps servlet. */
@NullMarked
module dev.etagere.filter {
    exports dev.etagere.filter;

    requires static transitive org.jspecify;
    requires static transitive jakarta.servlet;
    requires transitive dev.etagere.core;
    requires java.xml;
}
