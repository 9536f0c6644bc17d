package dev.etagere.it;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a container is started with: the filter, what stands in front of it, and what behind. */
final class Deployment {
    final Filter filter;
    final List<Filter> inFront = new ArrayList<>();
    final Map<String, HttpServlet> servlets = new LinkedHashMap<>();
    final Map<Integer, String> errorPages = new LinkedHashMap<>();

    /** Served by the container's own servlet; {@code null} if nothing is. */
    Path files;

    /** How long the head of a request may be; 8192 is the default of every container. */
    int headerBytes = 8192;

    /** The container's access log: {@code GET /path 304}. */
    final List<String> accessLog = Collections.synchronizedList(new ArrayList<>());

    Deployment(Filter filter) {
        this.filter = filter;
    }

    Deployment servlet(String mapping, HttpServlet servlet) {
        servlets.put(mapping, servlet);
        return this;
    }

    Deployment inFront(Filter outer) {
        inFront.add(outer);
        return this;
    }

    Deployment errorPage(int status, String location) {
        errorPages.put(status, location);
        return this;
    }

    Deployment files(Path directory) {
        files = directory;
        return this;
    }

    Deployment headerBytes(int bytes) {
        headerBytes = bytes;
        return this;
    }
}
