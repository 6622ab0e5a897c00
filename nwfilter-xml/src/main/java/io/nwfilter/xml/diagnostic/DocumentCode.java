package io.nwfilter.xml.diagnostic;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import java.util.Arrays;

/** Diagnostics about a document: how it is written, and what it contains. */
public enum DocumentCode implements DiagnosticCode {
  /** The document is not well-formed XML, or is cut off. */
  XML_SYNTAX(
      CodeDescription.error(
          "xml-syntax",
          "the document is not well-formed XML, or is cut off",
          "fix the markup at the place that the message names")),
  /** The document uses something of XML that is refused, such as a DTD or an entity. */
  XML_REFUSED(
      CodeDescription.error(
          "xml-refused",
          "DTDs, entities and oversized documents are refused, and so are edits in encodings whose"
              + " bytes cannot be replaced",
          "leave out the DTD, replace entities by their text, and use UTF-8")),
  /** The document could not be read. */
  UNREADABLE(
      CodeDescription.error(
          "unreadable",
          "a file or directory cannot be read",
          "check that it exists and that you may read it")),
  /** A directory has nothing that could be checked. */
  NO_DOCUMENTS(
      CodeDescription.error(
          "no-documents",
          "a directory that is to be checked or compared has no file whose name ends in `.xml`, and"
              + " no dump that could be compared; those of directories inside are not read",
          "name the directory that has the documents")),
  /** A file of a directory was left out. */
  NOT_READ(
      CodeDescription.info(
          "not-read",
          "a file of a directory that describes a host is left out: its name does not end in"
              + " `.xml`, and it does not begin as a dump of rules does",
          "let the names of documents end in `.xml`, and leave dumps as the tools print them")),
  /** A file could not be replaced by an edited document. */
  UNWRITABLE(
      CodeDescription.error(
          "unwritable",
          "a file cannot be replaced by the edited document; it stays as it is",
          "check that it is a regular file, its permissions, and that nothing else changes it")),
  /** A line of a file of adjustments is not legal. */
  ADJUSTMENT_SYNTAX(
      CodeDescription.error(
          "adjustment-syntax",
          "a line of a file of adjustments cannot be understood",
          "write `FILTER CRITERIA: EFFECT` as the message says, such as"
              + " `no-ip-spoofing rule=2: priority 200`")),
  /** The root element is not the expected one. */
  WRONG_ROOT(
      CodeDescription.error(
          "wrong-root",
          "the document is not of the expected kind",
          "give a document with the expected root element")),
  /** An element or attribute that must be there is missing. */
  MISSING(CodeDescription.error("missing", "a required element or attribute is missing", "add it")),
  /** A value is not legal where it appears. */
  ILLEGAL_VALUE(
      CodeDescription.error(
          "illegal-value",
          "an attribute does not accept its value, or an element is not accepted where it is:"
              + " libvirt refuses the document",
          "write a value in the form that the message describes")),
  /** An unknown element, or a second one where libvirt reads only one, is ignored. */
  ELEMENT_IGNORED(
      CodeDescription.warning(
          "element-ignored",
          "an unknown element, a second protocol in one rule, or a second element where libvirt"
              + " reads only one (`<filterref>` of an interface), is ignored",
          "refused inside a rule when the document is read, because its meaning is unclear",
          "remove what libvirt ignores, or write it where libvirt reads it")),
  /** An unknown attribute is ignored. */
  ATTRIBUTE_IGNORED(
      CodeDescription.warning(
          "attribute-ignored",
          "an unknown attribute is ignored, even one that other elements have (`dscp` in `ipv6`,"
              + " `flags` in `tcp-ipv6`, the MAC attributes other than `srcmacaddr` in `icmp`)",
          "refused inside a rule when the document is read",
          "remove the attribute")),
  /** libvirt ignores a part of a value, or reads it as a surprising one. */
  VALUE_MISREAD(
      CodeDescription.warning(
          "value-misread",
          "a part of a value is ignored (`$A[3]foo`, a MAC address followed by a blank and more"
              + " text, blanks instead of a comma), or the value is read as a different one (`-1`"
              + " as 4294967295)",
          "refused when the document is read",
          "write the value that the message names")),
  /** An attribute appears twice in a rule: the last one counts. */
  ATTRIBUTE_OVERRIDDEN(
      CodeDescription.warning(
          "attribute-overridden",
          "an attribute that appears twice in the elements of one rule counts only once, with its"
              + " last value",
          "refused when the document is read",
          "keep one of them, or write two rules")),
  /** A rule's priority that is out of range or not a number is 500. */
  RULE_PRIORITY_IGNORED(
      CodeDescription.warning(
          "rule-priority-ignored",
          "a priority that is not a number from -1000 to 1000 becomes 500",
          "any 32-bit number is used as it is; anything else becomes 500",
          "write a number from -1000 to 1000")),
  /** A parameter with an illegal name or value is ignored. */
  PARAMETER_DROPPED(
      CodeDescription.warning(
          "parameter-dropped",
          "a parameter is ignored if its name or value has characters other than letters, digits"
              + " and `_` (in values also `.` and `:`)",
          "it is used; its value must be legal where its variable is used",
          "a parameter is `<parameter name='NAME' value='VALUE'/>`, with only letters, digits and"
              + " `_`, and in values also `.` and `:`")),
  /** libvirt does not define a machine that has such an interface. */
  UNDEFINABLE_INTERFACE(
      CodeDescription.warning(
          "undefinable-interface",
          "libvirt does not define a machine with such an interface: its `<source>` does not say"
              + " what its type needs, its `<virtualport>` lacks a parameter or has a wrong one,"
              + " its `<port>` cannot be isolated, or an `<ip>` has no legal address; the rules are"
              + " those of the interface without the fault",
          "correct it as the message says")),
  /** A comment that looks as if it accepted warnings accepts none. */
  ACCEPT_IGNORED(
      CodeDescription.warning(
          "accept-ignored",
          "a comment that looks as if it accepted warnings does not: it is not of the form"
              + " `nwfilter: accept CODE, CODE`, names something that is not the code of a warning,"
              + " or is not just before an element whose warnings can be accepted",
          "write `nwfilter: accept CODE` and nothing else into a comment just before a `<rule>`, a"
              + " `<filterref>` or an `<interface>`")),
  /** A file of a directory is skipped. */
  FILE_SKIPPED(
      CodeDescription.warning(
          "file-skipped",
          "libvirt skips a file of its directory that is broken, empty, not a filter, or not named"
              + " after its filter, in most cases without a line in its log; a filter that is then"
              + " missing is an error where it is used",
          "correct or remove the file")),
  /** A file of a directory is not named after its filter. */
  MISNAMED_FILE(
      CodeDescription.error(
          "misnamed-file",
          "a file of a directory of filters is not named `NAME.xml` after its filter",
          "rename the file, or give it by itself instead of its directory")),
  /** Two definitions have the same name or uuid. */
  DUPLICATE_FILTER(
      CodeDescription.error(
          "duplicate-filter",
          "two files define filters with the same name, or two files of a directory filters with"
              + " the same uuid: libvirt uses the one that it happens to read first",
          "remove one of the files, or change the name or the uuid in one of them")),
  /** No interface of a domain is the one that is to be edited. */
  UNKNOWN_INTERFACE(
      CodeDescription.error(
          "unknown-interface",
          "the domain does not have the interface that was asked for",
          "ask for one that the document contains")),
  /** More than one interface of a domain may be the one that is to be edited. */
  AMBIGUOUS_INTERFACE(
      CodeDescription.error(
          "ambiguous-interface",
          "more than one interface of the domain matches",
          "select it by something unique, such as its place in the document"));

  private static final ImmutableMap<String, DocumentCode> BY_ID =
      Maps.uniqueIndex(Arrays.asList(values()), DocumentCode::id);

  private final CodeDescription description;

  DocumentCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }

  /**
   * {@return the code of a name} Those of compiling are found by {@code
   * io.nwfilter.netfilter.DiagnosticCodes}: neither module needs the other.
   *
   * @param id its stable name, such as {@code xml-syntax}
   * @throws IllegalArgumentException if there is none of that name here
   */
  public static DocumentCode of(String id) {
    DocumentCode code = BY_ID.get(requireNonNull(id, "id"));
    if (code == null) {
      throw new IllegalArgumentException("there is no code '" + id + "'");
    }
    return code;
  }
}
