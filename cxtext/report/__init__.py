"""Reports for the people who act on feedback: HTML, XLSX, Markdown and JSON, all from one summary."""

from cxtext.report.render import RENDERERS, Renderer, check_target, write_report, write_summary

__all__ = ["RENDERERS", "Renderer", "check_target", "write_report", "write_summary"]
