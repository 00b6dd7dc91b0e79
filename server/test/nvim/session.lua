-- A foreign client: Neovim's own. Opens a file, waits for members, asks for a hover, a diagnostic and a code action, and writes
-- what it saw as JSON. Arguments come from the environment.
local server = vim.env.SNAKEBRIDGE_SERVER
local file = vim.env.SNAKEBRIDGE_FILE
local out = vim.env.SNAKEBRIDGE_OUT
local seen = { messages = {} }

local function finish(code)
  local handle = io.open(out, "w")
  handle:write(vim.json.encode(seen))
  handle:close()
  vim.cmd(code == 0 and "qall!" or "cquit!")
end

local ok, problem = pcall(function()
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({
    name = "snakebridge",
    cmd = { vim.env.SNAKEBRIDGE_NODE, server, "--stdio" },
    root_dir = vim.fn.fnamemodify(file, ":h"),
    init_options = { adapterPath = vim.env.SNAKEBRIDGE_ADAPTER, cacheDirectory = vim.env.SNAKEBRIDGE_CACHE },
    on_error = function(code) table.insert(seen.messages, "error " .. tostring(code)) end,
    get_language_id = function() return "typescript" end,
  })
  vim.lsp.buf_attach_client(buffer, id)

  local function ask(method, params)
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
    local answer = answers[id] or {}
    return answer.result
  end
  local function at(line, character)
    return { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = character } }
  end

  vim.wait(20000, function()
    local client = vim.lsp.get_client_by_id(id)
    return client ~= nil and client.initialized
  end, 20)

  -- Asks again until the description is there, as a user's next key does.
  vim.wait(40000, function()
    local list = ask("textDocument/completion", at(4, 5))
    if type(list) == "table" and not list.isIncomplete and #(list.items or {}) > 0 then
      seen.completion = vim.tbl_map(function(item) return item.label end, list.items)
      local words = vim.lsp.util.text_document_completion_list_to_complete_items(list, "")
      seen.words = #words
      return true
    end
    return false
  end, 100)

  local hover = ask("textDocument/hover", at(2, 12))
  seen.hover = hover and vim.lsp.util.convert_input_to_markdown_lines(hover.contents)

  vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
  seen.diagnostics = vim.tbl_map(function(each) return each.message end, vim.diagnostic.get(buffer))

  local params = at(3, 6)
  local range = { start = { line = 3, character = 5 }, ["end"] = { line = 3, character = 11 } }
  local actions = ask("textDocument/codeAction", {
    textDocument = params.textDocument,
    range = range,
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, 3) },
  })
  for _, action in ipairs(actions or {}) do
    if action.title == "Change to 'dumps'" then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
    end
  end
  seen.text = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.lsp.stop_client(id)
  vim.wait(10000, function() return vim.lsp.get_client_by_id(id) == nil end, 20)
end)
if not ok then
  table.insert(seen.messages, tostring(problem))
end
finish(ok and 0 or 1)
