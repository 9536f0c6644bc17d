package dev.etagere.sample;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;

/** A plain servlet: its policy stands in the policy file. */
public final class PricesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** For {@code web.xml}. */
    public PricesServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Catalogue catalogue = (Catalogue) getServletContext().getAttribute(Catalogue.ATTRIBUTE);
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        try {
            for (Product product : catalogue.all()) {
                out.printf("%10s  %s%n", product.price(), product.name());
            }
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
