package io.nwfilter.xml.document;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.ElementReader;
import io.nwfilter.xml.stream.XmlElement;
import io.nwfilter.xml.stream.XmlStreams;
import io.nwfilter.xml.stream.XmlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document that is being parsed: its elements in order, and what there is to say about them. */
public final class DocumentReader implements Remarks, AutoCloseable {

  private final ElementReader elements;
  private final DiagnosticSink diagnostics = new DiagnosticSink();

  private DocumentReader(ElementReader elements) {
    this.elements = elements;
  }

  /** {@return a reader that is before the root element} */
  public static DocumentReader open(XmlText text) {
    return new DocumentReader(XmlStreams.open(text));
  }

  /** {@return the root element} To be called once, before anything else. */
  XmlElement root() {
    return elements.root();
  }

  /** {@return the next child of an element, passing over what was not read of the last one} */
  @Nullable XmlElement nextChild(XmlElement parent) {
    return elements.nextChild(parent);
  }

  /** {@return the text of an element and of all inside it} Its children are read thereby. */
  String text(XmlElement element) {
    return elements.text(element);
  }

  /** Adds a warning. */
  @Override
  public void report(DiagnosticCode code, SourceLocation location, String message) {
    diagnostics.report(code, location, DocumentException.clipped(message));
  }

  /** {@return the warnings, after reading the rest of the document, which may be malformed} */
  public List<Diagnostic> finish() {
    elements.finish();
    return diagnostics.diagnostics();
  }

  @Override
  public void close() {
    elements.close();
  }
}
