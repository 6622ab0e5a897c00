package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The documents to check, by kind. One that cannot be read is reported and left out.
 *
 * <p>A directory is taken as the daemon takes its own: a filter in a file that is not named after
 * it is not there for others. A file that is named by itself is taken as {@code virsh
 * nwfilter-define} takes it, whatever its name. Other kinds of documents may have any name in both
 * cases.
 */
final class CheckedDocuments {

  private static final ImmutableSet<DiagnosticCode> MALFORMED =
      ImmutableSet.of(DocumentCode.XML_SYNTAX, DocumentCode.XML_REFUSED, DocumentCode.UNREADABLE);

  private final DocumentSources sources;
  private final Findings findings;
  private final Semantics semantics;
  private final Set<Path> known = new HashSet<>();
  private final Map<String, Filter> filters = new LinkedHashMap<>();
  private final Map<UUID, Filter> uuids = new HashMap<>();
  private final List<Filter> misnamed = new ArrayList<>();
  private final Map<String, Diagnostic> reasons = new LinkedHashMap<>();
  private final Map<String, Diagnostic> hints = new LinkedHashMap<>();
  private final DocumentsByKind legal = new DocumentsByKind();

  /** What is left of illegal documents may have more errors; other documents do not use it. */
  private final DocumentsByKind illegal = legal.withOwnFiltersAndDomains();

  CheckedDocuments(DocumentSources sources, Findings findings, Semantics semantics) {
    this.sources = sources;
    this.findings = findings;
    this.semantics = semantics;
  }

  /** {@return the filters that others may use} */
  FilterLibrary filters() {
    return FilterLibrary.of(filters.values()).withReasons(reasons).withHints(hints);
  }

  /** {@return the filters that libvirt would skip because of the names of their files} */
  ImmutableList<Filter> misnamed() {
    return ImmutableList.copyOf(misnamed);
  }

  ImmutableList<FilterBinding> bindings() {
    return legal.bindings();
  }

  /** {@return filters that libvirt refuses, without what it refuses of them} */
  ImmutableList<Filter> illegal() {
    return illegal.filters();
  }

  ImmutableList<Domain> domains() {
    return legal.domains();
  }

  /** {@return domains that libvirt refuses, without what it refuses of them} */
  ImmutableList<Domain> illegalDomains() {
    return illegal.domains();
  }

  ImmutableList<Network> networks() {
    return legal.networks();
  }

  /** Reads what an argument names: standard input, a file, or all documents of a directory. */
  void read(String name) {
    if (name.equals(DocumentSources.STANDARD_INPUT)) {
      read(sources.of(name), Optional.empty());
      return;
    }
    Path path = sources.path(name);
    if (Files.isDirectory(path)) {
      findings
          .attempt(() -> DirectoryDocuments.of(path))
          .ifPresent(files -> files.stream().filter(this::isNew).forEach(this::readOfDirectory));
    } else if (isNew(path)) {
      read(XmlSource.file(path), Optional.empty());
    }
  }

  private boolean isNew(Path file) {
    return known.add(file.toAbsolutePath().normalize());
  }

  private void readOfDirectory(Path file) {
    try {
      DirectoryDocuments.requireFile(file);
      read(XmlSource.file(file), Optional.of(file));
    } catch (DocumentException e) {
      findings.addAll(e.diagnostics());
    }
  }

  private void read(XmlSource source, Optional<Path> ofDirectory) {
    try {
      LibvirtDocument document = findings.value(LibvirtXml.read(source, semantics));
      document.accept(new AcceptedCodes(findings));
      if (document instanceof LibvirtDocument.OfFilter of) {
        add(of.filter(), ofDirectory);
      } else {
        document.accept(legal);
      }
    } catch (NwfilterException e) {
      e.diagnostics().forEach(diagnostic -> report(diagnostic, ofDirectory.isPresent()));
      noteReason(source, e.diagnostic());
      if (e instanceof DocumentException refused) {
        LibvirtDocument.legalPart(refused).ifPresent(rest -> rest.accept(illegal));
      }
    }
  }

  /** Where the root element cannot be read, the name of the file tells what it may have been. */
  private void noteReason(XmlSource source, Diagnostic why) {
    LibvirtXml.filterName(source).ifPresent(name -> reasons.putIfAbsent(name, why));
    if (MALFORMED.contains(why.code())) {
      String file = source.name().replaceFirst("^.*/", "").replaceFirst("\\.xml$", "");
      hints.putIfAbsent(file, why);
    }
  }

  /** A directory may also hold what is nothing to check, such as a storage pool. */
  private void report(Diagnostic diagnostic, boolean ofDirectory) {
    if (ofDirectory && diagnostic.code() == DocumentCode.WRONG_ROOT) {
      findings.addWarning(diagnostic);
    } else {
      findings.add(diagnostic);
    }
  }

  /** Adds a filter if it counts. */
  private void add(Filter filter, Optional<Path> ofDirectory) {
    if (hasOwnName(filter, ofDirectory)
        && isOnlyOne(
            "filter '" + filter.name() + "'", filters.putIfAbsent(filter.name(), filter), filter)) {
      filter
          .uuid()
          .ifPresent(uuid -> isOnlyOne("uuid " + uuid, uuids.putIfAbsent(uuid, filter), filter));
    }
  }

  private boolean hasOwnName(Filter filter, Optional<Path> ofDirectory) {
    try {
      ofDirectory.ifPresent(file -> FilterDirectory.checkName(filter, file));
      return true;
    } catch (DocumentException e) {
      findings.add(
          new Diagnostic(
              DocumentCode.FILE_SKIPPED,
              "libvirt skips this file in a directory of filters: " + e.diagnostic().message(),
              filter.location()));
      hints.putIfAbsent(filter.name(), e.diagnostic());
      return !misnamed.add(filter);
    }
  }

  private boolean isOnlyOne(String what, @Nullable Filter other, Filter filter) {
    if (other != null) {
      findings.add(
          new Diagnostic(
              DocumentCode.DUPLICATE_FILTER,
              "the " + what + " is defined here and at " + other.location(),
              filter.location()));
    }
    return other == null;
  }
}
