@echo off
rem Starts the program. At first use, and after an update, it first makes .venv beside this file:
rem put together in .venv-new and renamed when complete, so an interrupted set-up starts over.
rem The texts are UTF-8; they are shown during a set-up only, after chcp.
setlocal
set "HERE=%~dp0"
set "PYTHON=%HERE%.venv\Scripts\python.exe"
set "WINDOW=%HERE%.venv\Scripts\pythonw.exe"
set "LOCK=%HERE%requirements.lock"
set "NEW=%HERE%.venv-new"
fc /b "%LOCK%" "%HERE%.venv\installed.lock" >nul 2>nul || goto setup
"%PYTHON%" -V >nul 2>nul || goto setup

:start
set "PYTHONHOME="
set "PYTHONPATH=%HERE%"
if not "%~1"=="" goto command
start "" "%WINDOW%" -P -m jingyue_desktop
exit /b 0

:command
"%PYTHON%" -P -m jingyue_desktop %*
exit /b %ERRORLEVEL%

:setup
chcp 65001 >nul
echo 净月廉效：首次使用或更新后要准备运行环境，约需一两分钟，请不要关闭本窗口……
set "BASE="
for %%V in (3.13 3.12 3.11) do if not defined BASE (py -%%V -V >nul 2>nul && set "BASE=py -%%V")
set "ENOUGH=import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12), (3, 13), (3, 14)))"
if not defined BASE (py -3 -c "%ENOUGH%" >nul 2>nul && set "BASE=py -3")
if not defined BASE (python -c "%ENOUGH%" >nul 2>nul && set "BASE=python")
if not defined BASE goto nopython
if exist "%NEW%" rmdir /s /q "%NEW%"
%BASE% -m venv "%NEW%" || goto failed
"%NEW%\Scripts\python.exe" -m pip install --quiet --no-input --disable-pip-version-check --only-binary :all: --require-hashes -r "%LOCK%" || goto failed
copy /y /b "%LOCK%" "%NEW%\installed.lock" >nul || goto failed
if exist "%HERE%.venv" rmdir /s /q "%HERE%.venv"
if exist "%HERE%.venv" goto failed
move "%NEW%" "%HERE%.venv" >nul || goto failed
echo 准备完成。
goto start

:nopython
echo 没有找到 Python 3.11 或更新的版本，请从 python.org 下载安装，安装时勾选“Add python.exe to PATH”。
goto stop

:failed
echo 运行环境没有准备好，原因见上。请检查网络和磁盘空间，关闭已打开的本程序，再启动一次。

:stop
if "%~1"=="" pause
exit /b 5
