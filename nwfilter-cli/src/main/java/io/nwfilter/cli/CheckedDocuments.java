package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The documents to check, by kind. One that cannot be read is reported and left out. */
final class CheckedDocuments {

  private final DocumentSources sources;
  private final Findings findings;
  private final Semantics semantics;
  private final Set<Path> known = new HashSet<>();
  private final Map<String, Filter> filters = new LinkedHashMap<>();
  private final Map<String, Diagnostic> broken = new LinkedHashMap<>();
  private final List<FilterBinding> bindings = new ArrayList<>();
  private final List<Filter> illegal = new ArrayList<>();
  private final List<Domain> domains = new ArrayList<>();

  CheckedDocuments(DocumentSources sources, Findings findings, Semantics semantics) {
    this.sources = sources;
    this.findings = findings;
    this.semantics = semantics;
  }

  FilterLibrary filters() {
    return FilterLibrary.of(filters.values()).withReasons(broken);
  }

  ImmutableList<FilterBinding> bindings() {
    return ImmutableList.copyOf(bindings);
  }

  /** {@return filters that libvirt refuses, without what it refuses of them} */
  ImmutableList<Filter> illegal() {
    return ImmutableList.copyOf(illegal);
  }

  ImmutableList<Domain> domains() {
    return ImmutableList.copyOf(domains);
  }

  /** Reads what an argument names: standard input, a file, or all documents of a directory. */
  void read(String name) {
    if (name.equals(DocumentSources.STANDARD_INPUT)) {
      read(sources.of(name), false);
      return;
    }
    Path path = sources.path(name);
    if (Files.isDirectory(path)) {
      files(path).stream().filter(this::isNew).forEach(file -> read(XmlSource.file(file), true));
    } else if (isNew(path)) {
      read(XmlSource.file(path), false);
    }
  }

  private boolean isNew(Path file) {
    return known.add(file.toAbsolutePath().normalize());
  }

  private List<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.xml")) {
      for (Path file : stream) {
        if (!Files.isDirectory(file)) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      findings.add(
          new Diagnostic(
              DocumentCode.UNREADABLE,
              "the directory cannot be read: " + e.getMessage(),
              SourceLocation.of(directory.toString())));
    }
    files.sort(null);
    return files;
  }

  private void read(XmlSource source, boolean ofDirectory) {
    try {
      add(findings.value(LibvirtXml.read(source, semantics)));
    } catch (NwfilterException e) {
      e.diagnostics().forEach(diagnostic -> report(diagnostic, ofDirectory));
      if (e instanceof DocumentException illegal) {
        LibvirtDocument.legalPart(illegal).ifPresent(rest -> rest.accept(new Rest()));
      }
      if (e.diagnostic().code() != DocumentCode.WRONG_ROOT) {
        broken.putIfAbsent(filterName(source), e.diagnostic());
      }
    }
  }

  /** A directory may also hold what is nothing to check, such as a network. */
  private void report(Diagnostic diagnostic, boolean ofDirectory) {
    if (ofDirectory && diagnostic.code() == DocumentCode.WRONG_ROOT) {
      findings.addWarning(diagnostic);
    } else {
      findings.add(diagnostic);
    }
  }

  /** A filter's file has its name: libvirt reads no other. */
  private static String filterName(XmlSource source) {
    return source.name().replaceFirst("^.*/", "").replaceFirst("\\.xml$", "");
  }

  private void add(LibvirtDocument document) {
    document.accept(new Kind());
  }

  /** What is left of an illegal document may have more errors; other documents do not use it. */
  private final class Rest implements LibvirtDocument.Visitor<Boolean> {

    @Override
    public Boolean filter(Filter filter) {
      return illegal.add(filter);
    }

    @Override
    public Boolean binding(FilterBinding binding) {
      return bindings.add(binding);
    }

    @Override
    public Boolean domain(Domain domain) {
      return domains.add(domain);
    }

    @Override
    public Boolean networkInterface(NetworkInterface networkInterface) {
      return domains.add(Domain.of("interface", networkInterface));
    }
  }

  /** Puts a document where its kind belongs; the result is whether it is counted. */
  private final class Kind implements LibvirtDocument.Visitor<Boolean> {

    @Override
    public Boolean filter(Filter filter) {
      Filter other = filters.putIfAbsent(filter.name(), filter);
      if (other != null) {
        findings.add(
            new Diagnostic(
                DocumentCode.DUPLICATE_FILTER,
                "the filter '" + filter.name() + "' is defined here and at " + other.location(),
                filter.location()));
      }
      return other == null;
    }

    @Override
    public Boolean binding(FilterBinding binding) {
      return bindings.add(binding);
    }

    @Override
    public Boolean domain(Domain domain) {
      return domains.add(domain);
    }

    /** An interface is checked as the only one of a machine. */
    @Override
    public Boolean networkInterface(NetworkInterface networkInterface) {
      return domains.add(Domain.of("interface", networkInterface));
    }
  }
}
