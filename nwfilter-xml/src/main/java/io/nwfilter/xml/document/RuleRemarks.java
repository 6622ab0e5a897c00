package io.nwfilter.xml.document;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentException;

/**
 * Remarks on what rules are made of. When compiling as written, they are errors instead of
 * warnings: as libvirt reads them, the rules would match something else.
 *
 * @param reader takes the warnings
 * @param semantics how the rules are understood
 */
record RuleRemarks(DocumentReader reader, Semantics semantics) implements Remarks {

  @Override
  public void report(DiagnosticCode code, SourceLocation location, String message) {
    switch (semantics) {
      case AS_LIBVIRT -> reader.report(code, location, message);
      case AS_WRITTEN ->
          reader.refuse(
              new DocumentException(
                  FilterCode.NOT_AS_WRITTEN,
                  location,
                  code + " in libvirt: " + message + Diagnostic.adviceAfter(message, code)));
    }
  }
}
